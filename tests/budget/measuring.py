"""Measure what processing takes: `python -m tests.budget.measuring`.

Each line of its input is a task in JSON: the path of a file, and the specs of its variants. It forks, so that
each file is processed in a process that has processed nothing else, and prints a Measured in JSON, or null
if that process was killed.
"""

import os
import re
import sys
from pathlib import Path
from time import process_time

from msgspec import Struct, json
from PIL import ImageCms

from chalicelib.domain.edits import Box, edited
from chalicelib.domain.geometry import plan
from chalicelib.errors import Rejected
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.imaging.budget import run_cost
from chalicelib.imaging.budget.cost import Cost
from chalicelib.imaging.source import open_source
from chalicelib.models import ImageInfo, VariantPlan, VariantSpec

# Above this many bytes, nothing is measured, for the sake of the machine.
_MOST = 3_000_000_000
_CORES = 2


class Task(Struct):
    """A file to process, cropped to this box in thousandths."""

    path: str
    specs: list[VariantSpec]
    crop: Box | None = None


class Measured(Struct):
    """What processing took and what it was estimated to take, in bytes and in seconds of CPU.

    `outcome` is `ready` or an error code. The estimate is 0 if the file was refused before there was one.
    """

    outcome: str
    memory: int
    seconds: float
    estimated_memory: int = 0
    estimated_seconds: float = 0


def peak() -> int:
    """Return the most memory that this process has had. Unlike `ru_maxrss`, it excludes the parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024


def main() -> None:
    ImageCms.createProfile("sRGB")  # loads the library
    # As many as Lambda has with up to 3 GB. With more, the estimate is for more variants at once.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_CORES])
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _write(_measure(json.decode(line, type=Task)))
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            _write(None)


def _write(result: Measured | None) -> None:
    sys.stdout.write(json.encode(result).decode() + "\n")
    sys.stdout.flush()


def _measure(task: Task) -> Measured:
    before, start = peak(), process_time()
    content = Path(task.path).read_bytes()
    outcome, info, plans = _processed(content, task)
    memory, seconds = peak() - before, process_time() - start
    cost = _estimate(content, info, plans) if info else Cost()
    return Measured(outcome, memory, seconds, round(cost.memory), cost.seconds)


def _processed(content: bytes, task: Task) -> tuple[str, ImageInfo | None, tuple[VariantPlan, ...]]:
    engine = PillowEngine(Limits(max_decode_bytes=_MOST))
    info: ImageInfo | None = None
    plans: tuple[VariantPlan, ...] = ()
    try:
        info = edited(engine.inspect(content), 0, task.crop)
        plans = plan(info, task.specs)
        engine.render(content, info, plans)
    except Rejected as error:
        return error.code, info, plans
    return "ready", info, plans


def _estimate(content: bytes, info: ImageInfo, plans: tuple[VariantPlan, ...]) -> Cost:
    source = open_source(content, info.format, Limits().max_frames)
    return run_cost.of_run(source, info, plans, max_memory=_MOST)


if __name__ == "__main__":
    main()
