"""Measure CPU time, with engines taking turns so that a slow machine affects all of them alike."""

import math
from collections import deque
from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from bench.engine_process import EngineError, EngineProcess
from bench.inputs.files import Input
from bench.jobs import Output

# Jobs shorter than this are repeated within a round, so that the clock and the caches settle.
_ROUND_SECONDS = 0.05


class Timing(Struct, frozen=True):
    """Seconds of CPU time that one job took in each round, or the reason why the engine refused it."""

    cpu: Sequence[float] = ()
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


def runs_per_round(seconds: float) -> int:
    """Return how often to run a job of this length within one round."""
    return max(1, min(50, math.ceil(_ROUND_SECONDS / max(seconds, 1e-4))))


def compare(
    processes: Sequence[EngineProcess], source: Input, job: Sequence[Output], rounds: int
) -> dict[str, Timing]:
    """Time the job on every engine, after a warm-up. Return the timings by engine name.

    Each round starts with another engine.
    """
    runs: dict[EngineProcess, int] = {}
    refused: dict[EngineProcess, str] = {}
    for process in processes:
        try:
            process.load(source.path)
            runs[process] = runs_per_round(process.run(job)["cpu"])
        except EngineError as error:
            refused[process] = str(error)
    seconds: dict[EngineProcess, list[float]] = {process: [] for process in runs}
    turns = deque(runs)
    for _ in range(rounds):
        for process in turns:
            seconds[process].append(process.run(job, runs[process])["cpu"])
        turns.rotate(-1)
    return {each.engine.name: Timing(seconds.get(each, ()), refused.get(each, "")) for each in processes}
