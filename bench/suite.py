"""The cases."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import UnidentifiedImageError

from bench import engines, jobs, memory, quality, runner
from bench.engines import Engine
from bench.fleet import Fleet
from bench.inputs import everyday, growing, sample
from bench.inputs.files import Input
from bench.jobs import Output
from bench.memory import Memory
from bench.process import EngineError, EngineProcess
from bench.results import Growth, Row


@dataclass(frozen=True)
class Extent:
    """How much to run."""

    engines: Sequence[Engine]
    rounds: int
    memory_runs: int
    photos: int
    largest_megapixels: int


FULL = Extent(engines.ALL, rounds=9, memory_runs=3, photos=20, largest_megapixels=100)
QUICK = Extent(engines.ESSENTIAL, rounds=3, memory_runs=1, photos=4, largest_megapixels=25)


def thumbnails(fleet: Fleet, extent: Extent) -> list[Row]:
    """Each everyday input to 300 x 300 JPEG on every engine."""
    processes = _running(fleet, engines.THUMBNAILERS, extent)
    return [_row(processes, source, jobs.THUMBNAIL, extent, fleet) for source in everyday.files()]


def variants(fleet: Fleet, extent: Extent) -> list[Row]:
    """Three outputs from each 12 megapixel baseline JPEG."""
    processes = _running(fleet, engines.CASCADERS, extent)
    sources = [source for source in everyday.files() if source.group == "baseline" and "12 MP" in source.name]
    return [_row(processes, source, jobs.VARIANTS, extent, fleet) for source in sources]


def animations(fleet: Fleet, extent: Extent) -> list[Row]:
    """All frames of a GIF to a GIF of 300 pixels: seconds for some, so a few rounds do."""
    rounds = min(3, extent.rounds)
    processes = fleet.running([engines.DARKROOM, engines.SHARP])
    return [
        Row(source.name, source.group, runner.compare(processes, source, jobs.ANIMATION, rounds))
        for source in everyday.files()
        if source.group == "gif"
    ]


def photos(fleet: Fleet, extent: Extent) -> dict[str, list[float]]:
    """Score every engine on many photos of awkward sizes. Returns the scores per engine."""
    scores: dict[str, list[float]] = {}
    for source in sample.photos(extent.photos):
        _say(source.name)
        for process in _running(fleet, engines.THUMBNAILERS, extent):
            scores.setdefault(process.engine.name, []).extend(_scores(process, source, jobs.THUMBNAIL))
    return scores


def growth(fleet: Fleet, extent: Extent) -> dict[str, Growth]:
    """Measure time and memory from 1 to 100 megapixels."""
    processes = _running(fleet, engines.GROWERS, extent)
    sources = growing.files(extent.largest_megapixels)
    rows = [_row(processes, source, jobs.THUMBNAIL, extent, fleet, scored=False) for _, source in sources]
    return {
        name: Growth(
            [size for size, _ in sources],
            [row.cpu_ms(name) or 0 for row in rows],
            [used.above_idle if (used := row.memory[name]) else 0 for row in rows],
        )
        for name in (process.engine.name for process in processes)
        if all(row.cpu_ms(name) for row in rows)
    }


def _running(fleet: Fleet, wanted: Sequence[Engine], extent: Extent) -> list[EngineProcess]:
    return fleet.running([engine for engine in wanted if engine in extent.engines])


def _row(
    processes: Sequence[EngineProcess],
    source: Input,
    job: Sequence[Output],
    extent: Extent,
    fleet: Fleet,
    *,
    scored: bool = True,
) -> Row:
    _say(source.name)
    timings = runner.compare(processes, source, job, extent.rounds)
    able = [process for process in processes if not timings[process.engine.name].refused]
    return Row(
        source.name,
        source.group,
        timings,
        _memory(able, source, job, extent, fleet),
        {process.engine.name: _scores(process, source, job) for process in able} if scored else {},
    )


def _memory(
    processes: Sequence[EngineProcess], source: Input, job: Sequence[Output], extent: Extent, fleet: Fleet
) -> Mapping[str, Memory | None]:
    return {
        process.engine.name: memory.typical(
            [memory.peak(process.engine, source, job, fleet.cores) for _ in range(extent.memory_runs)]
        )
        for process in processes
    }


def _scores(process: EngineProcess, source: Input, job: Sequence[Output]) -> list[float]:
    """Score each output of the job, made without encoder loss. Empty without a reference."""
    with TemporaryDirectory() as folder:
        try:
            process.load(source.path)
            files = process.run(jobs.lossless(job), save=Path(folder))["files"]
            return [quality.score(Path(file), source.path) for file in files]
        except (EngineError, UnidentifiedImageError):
            return []


def _say(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)  # noqa: T201 -- the bench's own console
