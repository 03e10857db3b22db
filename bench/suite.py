"""The cases."""

import sys
from collections.abc import Sequence
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
from bench.process import EngineError, EngineProcess
from bench.results import Growth, Row


@dataclass(frozen=True)
class Extent:
    """How much to run. `photos` are drawn ones; real ones come on top."""

    engines: Sequence[Engine]
    rounds: int
    photos: int
    variants: int
    largest_megapixels: int


FULL = Extent(engines.ALL, rounds=5, photos=20, variants=3, largest_megapixels=100)
QUICK = Extent(engines.ESSENTIAL, rounds=3, photos=4, variants=1, largest_megapixels=25)


class Suite:
    """Runs cases on a fleet, to an extent."""

    def __init__(self, fleet: Fleet, extent: Extent) -> None:
        self._fleet = fleet
        self._extent = extent

    def thumbnails(self) -> list[Row]:
        """Each everyday input to 300 x 300 JPEG on every engine."""
        processes = self._running(engines.THUMBNAILERS)
        return [self._row(processes, source, jobs.THUMBNAIL) for source in everyday.files()]

    def variants(self) -> list[Row]:
        """Three outputs from 12 megapixel baseline JPEGs."""
        processes = self._running(engines.CASCADERS)
        large = [each for each in everyday.files() if each.group == "baseline" and "12 MP" in each.name]
        return [self._row(processes, source, jobs.VARIANTS) for source in large[-self._extent.variants :]]

    def animations(self) -> list[Row]:
        """All frames of a GIF to a GIF of 300 pixels: seconds for some, so a few rounds do."""
        processes = self._running([engines.DARKROOM, engines.SHARP])
        gifs = [each for each in everyday.files() if each.group == "gif"]
        rounds = min(3, self._extent.rounds)
        return [
            Row(gif.name, gif.group, runner.compare(processes, gif, jobs.ANIMATION, rounds)) for gif in gifs
        ]

    def photos(self) -> dict[str, list[float]]:
        """Score every engine on many photos. Returns the scores per engine, in the photos' order."""
        processes = self._running(engines.THUMBNAILERS)
        scores: dict[str, list[float]] = {each.engine.name: [] for each in processes}
        for source in sample.photos(self._extent.photos):
            _say(source.name)
            for process in processes:
                scores[process.engine.name] += _scores(process, source, jobs.THUMBNAIL)
        return scores

    def growth(self) -> dict[str, Growth]:
        """Measure time and memory from 1 to 100 megapixels."""
        processes = self._running(engines.GROWERS)
        sources = growing.files(self._extent.largest_megapixels)
        rows = [self._row(processes, source, jobs.THUMBNAIL, scored=False) for _, source in sources]
        return {
            name: Growth(
                [size for size, _ in sources],
                [row.cpu_ms(name) or 0 for row in rows],
                [used.above_idle if (used := row.memory[name]) else 0 for row in rows],
            )
            for name in (process.engine.name for process in processes)
            if all(row.cpu_ms(name) for row in rows)
        }

    def _running(self, wanted: Sequence[Engine]) -> list[EngineProcess]:
        return self._fleet.running([engine for engine in wanted if engine in self._extent.engines])

    def _row(
        self, processes: Sequence[EngineProcess], source: Input, job: Sequence[Output], *, scored: bool = True
    ) -> Row:
        _say(source.name)
        timings = runner.compare(processes, source, job, self._extent.rounds)
        able = [process for process in processes if not timings[process.engine.name].refused]
        return Row(
            source.name,
            source.group,
            timings,
            {each.engine.name: memory.peak(each.engine, source, job, self._fleet.cores) for each in able},
            {each.engine.name: _scores(each, source, job) for each in able} if scored else {},
        )


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
