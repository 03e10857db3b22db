"""Results of one benchmark run. Mappings are keyed by engine name unless noted."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from bench.memory import Memory
from bench.timing import Timing


class AnimatedFile(Struct, frozen=True):
    """An animation by an engine: bytes, and the largest error of the mean color of 8 x 8 pixels (0-255)."""

    size: int
    largest_error: int


class Row(Struct, frozen=True):
    """Every engine's results for one input.

    `quality` has one SSIMULACRA2 score per output of the job, `animations` the files of jobs with all frames.
    """

    name: str
    group: str
    timings: Mapping[str, Timing]
    memory: Mapping[str, Memory | None] = field(default_factory=dict)
    quality: Mapping[str, Sequence[float]] = field(default_factory=dict)
    animations: Mapping[str, AnimatedFile] = field(default_factory=dict)

    def cpu_ms(self, engine: str) -> float | None:
        """Return the median CPU time in ms, or None if the engine has no result."""
        return self.timings[engine].cpu_ms if engine in self.timings else None

    def ratio(self, engine: str, to: str) -> float | None:
        """Return the CPU time of `engine` relative to `to`, or None if either has no result."""
        ours, theirs = self.timings.get(engine), self.timings.get(to)
        return ours.ratio(theirs) if ours and theirs else None


class Growth(Struct, frozen=True):
    """How one engine's CPU time (ms) and memory (MB above idle) grow with megapixels."""

    megapixels: Sequence[float]
    cpu_ms: Sequence[float]
    memory: Sequence[float]


class Parallel(Struct, frozen=True):
    """Best wall time in seconds of a job on one core, on two cores, and of two jobs on a core each."""

    one_core: float
    two_cores: float
    side_by_side: float

    @property
    def speedup(self) -> float:
        """How many times faster two cores run the job."""
        return self.one_core / self.two_cores

    @property
    def ceiling(self) -> float:
        """The largest possible speedup on this machine: 2 if the cores share nothing."""
        return 2 * self.one_core / self.side_by_side


class Results(Struct, frozen=True):
    """Everything that the report and the plots show. What a run does not measure is empty.

    `machine` and `versions` are keyed by label. `camera` are the thumbnails of the corpus' camera photos,
    `large` those of 1600 pixels. `profiles` are shares of CPU time (0 to 1) by job and kind of work.
    """

    machine: Mapping[str, str]
    versions: Mapping[str, str]
    rounds: int
    thumbnails: Sequence[Row] = ()
    camera: Sequence[Row] = ()
    large: Sequence[Row] = ()
    photos: Mapping[str, Sequence[float]] = field(default_factory=dict)
    variants: Sequence[Row] = ()
    camera_variants: Sequence[Row] = ()
    presets: Sequence[Row] = ()
    animations: Sequence[Row] = ()
    growth: Mapping[str, Growth] = field(default_factory=dict)
    parallel: Parallel | None = None
    profiles: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of all tables of CPU times."""
        single = (*self.thumbnails, *self.camera, *self.large)
        return (*single, *self.variants, *self.camera_variants, *self.presets, *self.animations)
