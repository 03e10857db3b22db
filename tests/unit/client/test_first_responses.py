"""Threads that decode the first responses at the same time. Without preparation, a third of them crash."""

import subprocess
import sys

THREADS = """
import sys, threading

import msgspec
from darkroom.decoding import decoder
from darkroom.image import NewImage

sys.setswitchinterval(1e-6)
start = threading.Barrier(20)
refused = []

def decode():
    start.wait()
    try:
        decoder(NewImage).decode(b"{}")
    except msgspec.ValidationError as error:
        refused.append(str(error))

threads = [threading.Thread(target=decode) for _ in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert refused == ["Object missing required field `id`"] * 20
"""


def test_threads_can_decode_the_first_responses_at_the_same_time() -> None:
    for _ in range(10):
        subprocess.run([sys.executable, "-c", THREADS], check=True)
