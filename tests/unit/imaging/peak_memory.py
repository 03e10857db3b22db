"""Measure how much memory rendering takes: `python -m tests.unit.imaging.peak_memory`.

Each line of its input is a task in JSON: the path of a file and the side of its variant. It forks, so that
each file is rendered in a process that has rendered nothing else, and prints what that process took and
the estimate in bytes, or null if it failed.
"""

import json
import os
import re
import sys
from pathlib import Path

from PIL import ImageCms

from chalicelib.domain.geometry import plan
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.imaging.decoding import decode_cost
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.source import open_source
from chalicelib.models import VariantSpec


def peak() -> int:
    """Return the most memory that this process has had. Unlike `ru_maxrss`, it excludes the parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def main() -> None:
    ImageCms.createProfile("sRGB")  # loads the library
    for line in sys.stdin:
        path, side = json.loads(line)
        child = os.fork()
        if child == 0:
            write(measure(path, side))
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            write(None)


def write(result: tuple[int, int] | None) -> None:
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()


def measure(path: str, side: int) -> tuple[int, int]:
    """Render one variant as a JPEG."""
    content = Path(path).read_bytes()
    engine = PillowEngine(Limits(max_decode_bytes=sys.maxsize))
    before = peak()
    info = engine.inspect(content)
    plans = plan(info, [VariantSpec(name="v", width=side, height=side, format="jpeg")])
    estimate = decode_cost.estimate(
        open_source(content, info.format, 1), info.format, TargetSize.of(plans, info)
    )
    engine.render(content, info, plans)
    return peak() - before, estimate


if __name__ == "__main__":
    main()
