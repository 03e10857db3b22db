"""Measure CPU time: all engines on the same input in turns, so that a slow machine is slow for all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.inputs.files import Input
from bench.jobs import Output
from bench.process import EngineError, EngineProcess

# A job shorter than this is repeated within one round: the clock and the caches settle.
_ROUND_SECONDS = 0.05


@dataclass(frozen=True)
class Timing:
    """Seconds of one job, one number per round; or why the engine could not do it."""

    cpu: Sequence[float] = ()
    wall: Sequence[float] = ()
    refused: str = ""

    @property
    def cpu_ms(self) -> float | None:
        """Median CPU milliseconds, None when refused."""
        return median(self.cpu) * 1000 if self.cpu else None

    def ratio(self, other: "Timing") -> float | None:
        """Median over the rounds of this engine's CPU in units of the other's, None when either refused.

        Pairs of one round are seconds apart, so a slow minute of the machine cancels out.
        """
        pairs = [ours / theirs for ours, theirs in zip(self.cpu, other.cpu, strict=False)]
        return median(pairs) if pairs else None


def rotated(engines: Sequence[str], turn: int) -> list[str]:
    """Return them beginning with another one each turn, so that none always follows the same neighbour."""
    start = turn % len(engines) if engines else 0
    return [*engines[start:], *engines[:start]]


def repeats(seconds: float) -> int:
    """How often to run a job of this length within one round."""
    return max(1, min(50, math.ceil(_ROUND_SECONDS / max(seconds, 1e-4))))


def compare(
    processes: Sequence[EngineProcess], source: Input, job: Sequence[Output], rounds: int
) -> dict[str, Timing]:
    """Run the job on every engine, warmed up, in turns. Returns one Timing per engine's name."""
    refused, often = _warm_up(processes, source.path, job)
    ready = {each.engine.name: each for each in processes if each.engine.name in often}
    cpu: dict[str, list[float]] = {name: [] for name in ready}
    wall: dict[str, list[float]] = {name: [] for name in ready}
    for turn in range(rounds):
        for name in rotated(list(ready), turn):
            answer = ready[name].run(job, often[name])
            cpu[name].append(answer["cpu"])
            wall[name].append(answer["wall"])
    return refused | {name: Timing(cpu[name], wall[name]) for name in ready}


def _warm_up(
    processes: Sequence[EngineProcess], path: Path, job: Sequence[Output]
) -> tuple[dict[str, Timing], dict[str, int]]:
    """Load the input everywhere and run once: who refuses, and how often the others run per round."""
    refused: dict[str, Timing] = {}
    often: dict[str, int] = {}
    for process in processes:
        try:
            process.load(path)
            often[process.engine.name] = repeats(process.run(job)["cpu"])
        except EngineError as error:
            refused[process.engine.name] = Timing(refused=str(error))
    return refused, often
