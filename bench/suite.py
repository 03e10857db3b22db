"""The cases of the benchmark. Each method measures one field of `Results`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from PIL import UnidentifiedImageError

from bench import animations, engines, jobs, memory, quality, timing
from bench.engine_process import EngineError, EnginePool, EngineProcess
from bench.engines import Engine
from bench.inputs import corpus, photos, typical
from bench.inputs.files import Input
from bench.jobs import Output
from bench.results import Growth, Row


class SuiteSize(Struct, frozen=True):
    """How much to run. `photos` counts drawn photos, to which crops of real ones are added."""

    engines: Sequence[Engine]
    rounds: int
    photos: int
    camera: int
    variants: int
    largest_megapixels: int


FULL = SuiteSize(engines.ALL_ENGINES, rounds=9, photos=20, camera=100, variants=3, largest_megapixels=100)
QUICK = SuiteSize(engines.QUICK_ENGINES, rounds=3, photos=4, camera=4, variants=1, largest_megapixels=25)


class Suite:
    """Run the cases on a pool of engines."""

    def __init__(self, pool: EnginePool, size: SuiteSize) -> None:
        self._pool = pool
        self._size = size

    def thumbnails(self) -> list[Row]:
        """Render each typical input to a 300 x 300 JPEG on every engine."""
        processes = self._processes(engines.THUMBNAIL_ENGINES)
        return [self._row(processes, source, jobs.THUMBNAIL) for source in typical.files()]

    def camera(self) -> list[Row]:
        """Render each camera photo to a 300 x 300 JPEG."""
        processes = self._processes(engines.CAMERA_ENGINES)
        return [self._row(processes, source, jobs.THUMBNAIL) for source in self._camera()]

    def large(self) -> list[Row]:
        """Render JPEGs to 1600 pixels, without measuring memory."""
        processes = self._processes(engines.CAMERA_ENGINES)
        sources = typical.files("baseline", "progressive")
        return [self._row(processes, source, jobs.LARGE, measure_memory=False) for source in sources]

    def variants(self) -> list[Row]:
        """Render three variants of each 12-megapixel baseline JPEG."""
        processes = self._processes(engines.VARIANT_ENGINES)
        return [self._row(processes, source, jobs.VARIANTS) for source in self._twelve_megapixels()]

    def camera_variants(self) -> list[Row]:
        """Render three variants of each camera photo, without memory. Scoring 1600 pixels takes 5 seconds."""
        processes = self._processes(engines.CAMERA_VARIANT_ENGINES)
        scored = [engines.DARKROOM, engines.SHARP]
        return [
            self._row(processes, photo, jobs.VARIANTS, scored=scored, measure_memory=False)
            for photo in self._camera()
        ]

    def presets(self) -> list[Row]:
        """Render the shipped presets. Their scores are not measured: each engine crops a different area."""
        processes = self._processes(engines.VARIANT_ENGINES)
        return [self._row(processes, source, jobs.PRESETS, scored=()) for source in self._twelve_megapixels()]

    def animations(self) -> list[Row]:
        """Render all frames of animations."""
        return animations.rows(self._processes(engines.ANIMATION_ENGINES), min(3, self._size.rounds))

    def photos(self) -> dict[str, list[float]]:
        """Score every engine on many photos. Return the scores by engine, in the order of the photos."""
        processes = self._processes(engines.THUMBNAIL_ENGINES)
        scores: dict[str, list[float]] = {each.engine.name: [] for each in processes}
        for source in photos.photos(self._size.photos):
            _log(source.name)
            for process in processes:
                scores[process.engine.name] += _scores(process, source, jobs.THUMBNAIL)
        return scores

    def growth(self) -> dict[str, Growth]:
        """Measure CPU time and memory at sizes from 1 megapixel up."""
        processes = self._processes(engines.GROWTH_ENGINES)
        sources = photos.growing(self._size.largest_megapixels)
        rows = [self._row(processes, source, jobs.THUMBNAIL, scored=()) for _, source in sources]
        return {
            name: Growth(
                [size for size, _ in sources],
                [row.cpu_ms(name) or 0 for row in rows],
                [used.above_idle if (used := row.memory[name]) else 0 for row in rows],
            )
            for name in (process.engine.name for process in processes)
            if all(row.cpu_ms(name) for row in rows)
        }

    def _camera(self) -> list[Input]:
        return corpus.camera()[: self._size.camera]

    def _twelve_megapixels(self) -> list[Input]:
        found = [each for each in typical.files("baseline") if "12 MP" in each.name]
        return found[-self._size.variants :]

    def _processes(self, wanted: Sequence[Engine]) -> list[EngineProcess]:
        return self._pool.processes([engine for engine in wanted if engine in self._size.engines])

    def _row(
        self,
        processes: Sequence[EngineProcess],
        source: Input,
        job: Sequence[Output],
        *,
        scored: Sequence[Engine] = engines.ALL_ENGINES,
        measure_memory: bool = True,
    ) -> Row:
        _log(source.name)
        timings = timing.compare(processes, source, job, self._size.rounds)
        able = [process for process in processes if not timings[process.engine.name].refused]
        measured = able if measure_memory else []
        return Row(
            source.name,
            source.group,
            timings,
            {each.engine.name: memory.peak(each.engine, source, job, self._pool.cores) for each in measured},
            {each.engine.name: _scores(each, source, job) for each in able if each.engine in scored},
        )


def _scores(process: EngineProcess, source: Input, job: Sequence[Output]) -> list[float]:
    """Score each output of the job, encoded losslessly. Return nothing if there is no reference."""
    with TemporaryDirectory() as folder:
        try:
            process.load(source.path)
            files = process.run(jobs.lossless(job), save=Path(folder))["files"]
            return [quality.score(Path(file), source.path) for file in files]
        except (EngineError, UnidentifiedImageError):
            return []


def _log(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)  # noqa: T201 -- the benchmark's own console
