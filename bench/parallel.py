"""Measure the speedup of a second core: the wall time of a job on one core and on two."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from bench import engines, jobs
from bench.engine_process import EngineProcess
from bench.inputs.files import Input
from bench.results import Parallel

_CORES = 2
_ROUNDS_FACTOR = 3


def measure(source: Input, rounds: int) -> Parallel | None:
    """Measure Darkroom's three variants. Return None on a machine with a single core.

    The result is the best of many rounds, because other work on the machine only ever adds wall time.
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
            (_wall(one, source), _wall(two, source), _side_by_side([one, other], source))
            for _ in range(_ROUNDS_FACTOR * rounds)
        ]
    return Parallel(*(min(column) for column in zip(*walls, strict=True)))


def _side_by_side(processes: Sequence[EngineProcess], source: Input) -> float:
    """Run the job in all processes at the same time and return the longest wall time."""
    with ThreadPoolExecutor(len(processes)) as pool:
        return max(pool.map(lambda process: _wall(process, source), processes))


def _wall(process: EngineProcess, source: Input) -> float:
    process.load(source.path)
    process.run(jobs.VARIANTS)
    wall: float = process.run(jobs.VARIANTS)["wall"]
    return wall
