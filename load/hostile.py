"""Measure how much a hostile owner slows down another one, on the local stack: `python -m load --hostile`.

An honest owner uploads small images one after another, first alone, then while a hostile owner's files are
processed. Emulators and functions share the processors of this machine, while each function on AWS has its
own, so the slowdown here includes the competition for them.
"""

import itertools
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from darkroom import Client

from load import hostile_files, images
from load.images import FORMATS
from load.stack import Stack, started
from load.stats import percentile
from local.process import ROOT

GOAL = 2.0
"""How many times as long the honest owner may wait for 95% of the images."""
WORKERS = 2
HONEST_IMAGES = 40
# The hostile owner keeps this many files unfinished.
_UNFINISHED = 24
_PERCENT = 95


@dataclass(frozen=True)
class Slowdown:
    """The honest owner's seconds to `ready` without and with the flood, and how the flood's images ended."""

    alone: Sequence[float]
    beside: Sequence[float]
    flood: Mapping[str, int]

    @property
    def ratio(self) -> float:
        """How many times as long 95% of the honest owner's images took."""
        return percentile(self.beside, _PERCENT) / percentile(self.alone, _PERCENT)

    @property
    def passed(self) -> bool:
        """True if the goal was reached."""
        return self.ratio <= GOAL


def run(folder: Path, count: int = HONEST_IMAGES) -> Slowdown:
    """Measure the slowdown. Raises StackFailed if the stack does not start."""
    files = hostile_files.draw()
    # As many slots as workers, so that the share of an owner is one of them.
    settings = {"PROCESS_CONCURRENCY": str(WORKERS)}
    with (
        started(folder / "stack", WORKERS, settings) as stack,
        Client(stack.url, stack.token) as honest,
        Client(stack.url, _token(stack, "hostile")) as hostile,
    ):
        # The first ones start the functions.
        _upload_honest(honest, folder, _names(len(FORMATS), "first"))
        alone = _upload_honest(honest, folder, _names(count, "alone"))
        with _flood(hostile, files, folder):
            beside = _upload_honest(honest, folder, _names(count, "beside"))
        flood = Counter(str(image.status) for image in hostile.list())
    return Slowdown(alone, beside, flood)


def render(slowdown: Slowdown) -> str:
    """Return the result as Markdown."""
    alone, beside = (percentile(each, _PERCENT) for each in (slowdown.alone, slowdown.beside))
    ended = ", ".join(f"{count} {status}" for status, count in sorted(slowdown.flood.items()))
    return (
        f"Time to `ready` of the honest owner's images, p{_PERCENT}: {alone:.2f} s alone, {beside:.2f} s"
        f" beside the hostile owner. That is {slowdown.ratio:.1f} times as long;"
        f" the goal is at most {GOAL:g}.\n\n"
        f"The hostile owner's images: {ended}.\n"
    )


def _names(count: int, prefix: str) -> Sequence[str]:
    return [f"{prefix}-{number}.{FORMATS[number % len(FORMATS)]}" for number in range(count)]


def _upload_honest(client: Client, folder: Path, names: Sequence[str]) -> list[float]:
    """Upload small images one after another. Return the seconds from the start of each upload to `ready`."""
    seconds = []
    for number, name in enumerate(names):
        file = folder / name
        file.write_bytes(images.small(number, file.suffix[1:]))
        start = time.time()
        ready = client.upload(file)
        seconds.append(ready.updated_at.timestamp() - start)
    return seconds


@contextmanager
def _flood(client: Client, files: Mapping[str, bytes], folder: Path) -> Iterator[None]:
    """Keep the hostile owner's files coming during the block."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    stopping = threading.Event()

    def upload() -> None:
        for name in itertools.cycle(files):
            if stopping.is_set():
                return
            client.upload(folder / name, wait=False)
            while not stopping.is_set() and len(list(client.list(status="processing"))) >= _UNFINISHED:
                stopping.wait(1)

    thread = threading.Thread(target=upload)
    thread.start()
    time.sleep(5)  # until the functions are busy
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _token(stack: Stack, owner: str) -> str:
    created = subprocess.run(  # noqa: S603 - this project's own command
        [sys.executable, "-m", "ops", "token", "create", "--owner", owner],
        cwd=ROOT,
        env={**os.environ, **stack.environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    return created.stdout.decode().strip()
