"""What one run of the bench has found. Keys of the mappings are engines' names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.memory import Memory
from bench.profile import Profile
from bench.runner import Timing


@dataclass(frozen=True)
class Row:
    """One input through every engine. `quality` has one SSIMULACRA2 score per output of the job."""

    name: str
    group: str
    timings: Mapping[str, Timing]
    memory: Mapping[str, Memory | None] = field(default_factory=dict)
    quality: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def cpu_ms(self, engine: str) -> float | None:
        """Median CPU milliseconds, None when the engine did not do it."""
        return self.timings[engine].cpu_ms if engine in self.timings else None

    def ratio(self, engine: str, to: str) -> float | None:
        """CPU of `engine` in units of `to`'s."""
        ours, theirs = self.timings.get(engine), self.timings.get(to)
        return ours.ratio(theirs) if ours and theirs else None


@dataclass(frozen=True)
class Growth:
    """One engine on pictures of rising size: megapixels, CPU milliseconds, megabytes above idle."""

    megapixels: Sequence[float]
    cpu_ms: Sequence[float]
    memory: Sequence[float]


@dataclass(frozen=True)
class Parallel:
    """Best wall seconds of one job on one core, on two, and of two such jobs, each on a core of its own."""

    one_core: float
    two_cores: float
    side_by_side: float

    @property
    def speedup(self) -> float:
        """How many times faster two cores are."""
        return self.one_core / self.two_cores

    @property
    def ceiling(self) -> float:
        """How many times faster two cores of this machine can be: 2 where they share nothing."""
        return 2 * self.one_core / self.side_by_side


@dataclass(frozen=True)
class Results:
    """Everything that the report and the plots show."""

    machine: Mapping[str, str]
    versions: Mapping[str, str]
    thumbnails: Sequence[Row]
    photos: Mapping[str, Sequence[float]]
    variants: Sequence[Row]
    animations: Sequence[Row]
    growth: Mapping[str, Growth]
    parallel: Parallel | None
    profiles: Sequence[Profile]
    rounds: int
