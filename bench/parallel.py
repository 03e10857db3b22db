"""What a second core brings: wall time of one job in a process held to one core, and in one with two."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from bench import engines, jobs
from bench.inputs.files import Input
from bench.process import EngineProcess
from bench.results import Parallel

_CORES = 2
_MORE = 3


def measure(source: Input, rounds: int) -> Parallel | None:
    """Run Darkroom's three variants in turns. None on a machine with one core.

    The best of many rounds counts: other work on the machine only ever adds to wall time.
    """
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < _CORES:
        return None
    with (
        closing(EngineProcess(engines.DARKROOM, {cores[0]})) as one,
        closing(EngineProcess(engines.DARKROOM, {cores[1]})) as other,
        closing(EngineProcess(engines.DARKROOM, cores[:_CORES])) as two,
    ):
        walls = [
            (_wall(one, source), _wall(two, source), _together([one, other], source))
            for _ in range(_MORE * rounds)
        ]
    return Parallel(*(min(column) for column in zip(*walls, strict=True)))


def _together(processes: Sequence[EngineProcess], source: Input) -> float:
    """Run one job in each at the same time; return the longer time."""
    with ThreadPoolExecutor(len(processes)) as pool:
        return max(pool.map(lambda process: _wall(process, source), processes))


def _wall(process: EngineProcess, source: Input) -> float:
    process.load(source.path)
    process.run(jobs.VARIANTS)
    wall: float = process.run(jobs.VARIANTS)["wall"]
    return wall
