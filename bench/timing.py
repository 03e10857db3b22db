"""Measure CPU time, with engines taking turns so that a slow machine affects all of them alike."""

import math
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from msgspec import Struct

from bench.engine_process import EngineError, EngineProcess
from bench.inputs.files import Input
from bench.jobs import Output

# Jobs shorter than this are repeated within a round, so that the clock and the caches settle.
_ROUND_SECONDS = 0.05


class Timing(Struct, frozen=True):
    """Seconds that one job took in each round, or the reason why the engine refused it."""

    cpu: Sequence[float] = ()
    wall: Sequence[float] = ()
    refused: str = ""

    @property
    def cpu_ms(self) -> float | None:
        """The median CPU time in ms, or None if the engine refused the job."""
        return median(self.cpu) * 1000 if self.cpu else None

    def ratio(self, other: "Timing") -> float | None:
        """Return the median ratio of this CPU time to the other's, or None if either engine refused.

        Times are paired by round. The two times of a round are seconds apart, so a slow minute of the
        machine cancels out.
        """
        pairs = [ours / theirs for ours, theirs in zip(self.cpu, other.cpu, strict=False)]
        return median(pairs) if pairs else None


def rotated(engines: Sequence[str], turn: int) -> list[str]:
    """Return the engines in the order for this turn, so that each one starts in some round."""
    start = turn % len(engines) if engines else 0
    return [*engines[start:], *engines[:start]]


def runs_per_round(seconds: float) -> int:
    """Return how often to run a job of this length within one round."""
    return max(1, min(50, math.ceil(_ROUND_SECONDS / max(seconds, 1e-4))))


def compare(
    processes: Sequence[EngineProcess], source: Input, job: Sequence[Output], rounds: int
) -> dict[str, Timing]:
    """Time the job on every engine, in turns and after a warm-up. Return the timings by engine name."""
    refused, runs = _warm_up(processes, source.path, job)
    ready = {each.engine.name: each for each in processes if each.engine.name in runs}
    cpu: dict[str, list[float]] = {name: [] for name in ready}
    wall: dict[str, list[float]] = {name: [] for name in ready}
    for turn in range(rounds):
        for name in rotated(list(ready), turn):
            measured = ready[name].run(job, runs[name])
            cpu[name].append(measured["cpu"])
            wall[name].append(measured["wall"])
    return refused | {name: Timing(cpu[name], wall[name]) for name in ready}


def _warm_up(
    processes: Sequence[EngineProcess], path: Path, job: Sequence[Output]
) -> tuple[dict[str, Timing], dict[str, int]]:
    """Load the input and run the job once on every engine.

    Return the engines that refuse it, and the runs per round of the others, both by name.
    """
    refused: dict[str, Timing] = {}
    runs: dict[str, int] = {}
    for process in processes:
        try:
            process.load(path)
            runs[process.engine.name] = runs_per_round(process.run(job)["cpu"])
        except EngineError as error:
            refused[process.engine.name] = Timing(refused=str(error))
    return refused, runs
