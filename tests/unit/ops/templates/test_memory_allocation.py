"""The functions keep the memory of an image for the next one."""

import os
import subprocess
import sys
from typing import Any

from ops.templates.startup_variables import STARTUP_VARIABLES

# Prints the page faults that decoding a JPEG of 12 megapixels (48 MB) takes, once it has been decoded.
_DECODE_AGAIN = """
import io, resource
from PIL import Image

file = io.BytesIO()
Image.new("RGB", (4000, 3000)).save(file, "JPEG")
faults = []
for _ in range(3):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    Image.open(io.BytesIO(file.getvalue())).load()
    faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
print(faults[-1])
"""


def page_faults(variables: dict[str, str]) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _DECODE_AGAIN],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def test_all_functions_have_the_variables(template: dict[str, Any]) -> None:
    functions = [each for each in template["Resources"].values() if each["Type"] == "AWS::Lambda::Function"]
    for function in functions:
        assert function["Properties"]["Environment"]["Variables"].items() >= STARTUP_VARIABLES.items()


def test_glibc_takes_no_new_memory_for_the_next_image() -> None:
    # All of it would be about 12,000 pages.
    assert page_faults({**STARTUP_VARIABLES}) < 1000
