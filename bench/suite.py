"""The cases of the benchmark. Each method measures one field of `Results`."""

import sys
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from PIL import UnidentifiedImageError

from bench import animations, engines, jobs, memory, parallel, profile, quality, timing
from bench.engine_process import EngineError, EnginePool, EngineProcess
from bench.engines import Engine
from bench.inputs import corpus, photos, typical
from bench.inputs.files import Input
from bench.jobs import Output
from bench.results import Growth, Parallel, Row


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
        return self._rows(engines.THUMBNAIL_ENGINES, typical.files(), jobs.THUMBNAIL)

    def camera(self) -> list[Row]:
        """Render each camera photo to a 300 x 300 JPEG."""
        return self._rows(engines.CAMERA_ENGINES, self._camera(), jobs.THUMBNAIL)

    def large(self) -> list[Row]:
        """Render JPEGs to 1600 pixels, without measuring memory."""
        sources = typical.files("baseline", "progressive")
        return self._rows(engines.CAMERA_ENGINES, sources, jobs.LARGE, measure_memory=False)

    def variants(self) -> list[Row]:
        """Render three variants of each 12-megapixel baseline JPEG."""
        return self._rows(engines.VARIANT_ENGINES, self._twelve_megapixels(), jobs.VARIANTS)

    def camera_variants(self) -> list[Row]:
        """Render three variants of each camera photo, without memory. Scoring 1600 pixels takes 5 seconds."""
        wanted, scored = engines.CAMERA_VARIANT_ENGINES, [engines.DARKROOM, engines.SHARP]
        return self._rows(wanted, self._camera(), jobs.VARIANTS, scored=scored, measure_memory=False)

    def presets(self) -> list[Row]:
        """Render the shipped presets. Their scores are not measured: each engine crops a different area."""
        return self._rows(engines.VARIANT_ENGINES, self._twelve_megapixels(), jobs.PRESETS, scored=())

    def animations(self) -> list[Row]:
        """Render all frames of animations."""
        return animations.rows(self._pool.processes(engines.ANIMATION_ENGINES), min(3, self._size.rounds))

    def photos(self) -> dict[str, list[float]]:
        """Score every engine on many photos. Return the scores by engine, in the order of the photos."""
        processes = self._pool.processes(engines.THUMBNAIL_ENGINES)
        scores: dict[str, list[float]] = {each.engine.name: [] for each in processes}
        for source in photos.photos(self._size.photos):
            _log(source.name)
            for process in processes:
                scores[process.engine.name] += _scores(process, source, jobs.THUMBNAIL)
        return scores

    def growth(self) -> dict[str, Growth]:
        """Measure CPU time and memory at sizes from 1 megapixel up."""
        sizes, sources = zip(*photos.growing(self._size.largest_megapixels), strict=True)
        rows = self._rows(engines.GROWTH_ENGINES, sources, jobs.THUMBNAIL, scored=())
        return {
            name: Growth(
                sizes,
                [row.cpu_ms(name) or 0 for row in rows],
                [used.above_idle if (used := row.memory[name]) else 0 for row in rows],
            )
            for name in rows[0].timings
            if all(row.cpu_ms(name) for row in rows)
        }

    def parallel(self) -> Parallel | None:
        """Measure how much faster a second core renders three variants."""
        return parallel.measure(typical.find("JPEG 4:2:0 12 MP"), self._size.rounds)

    def profiles(self) -> dict[str, Mapping[str, float]]:
        """Profile the jobs that the targets cover."""
        return profile.profiles()

    def _camera(self) -> list[Input]:
        return corpus.camera()[: self._size.camera]

    def _twelve_megapixels(self) -> list[Input]:
        found = [each for each in typical.files("baseline") if "12 MP" in each.name]
        return found[-self._size.variants :]

    def _rows(
        self,
        wanted: Iterable[Engine],
        sources: Iterable[Input],
        job: Sequence[Output],
        *,
        scored: Sequence[Engine] = engines.ALL_ENGINES,
        measure_memory: bool = True,
    ) -> list[Row]:
        processes = self._pool.processes(wanted)
        rows = []
        for source in sources:
            _log(source.name)
            timings = timing.compare(processes, source, job, self._size.rounds)
            able = [process for process in processes if not timings[process.engine.name].refused]
            measured = able if measure_memory else []
            peaks = {
                each.engine.name: memory.peak(each.engine, source, job, self._pool.cores) for each in measured
            }
            scores = {each.engine.name: _scores(each, source, job) for each in able if each.engine in scored}
            rows.append(Row(source.name, source.group, timings, peaks, scores))
        return rows


def _scores(process: EngineProcess, source: Input, job: Sequence[Output]) -> list[float]:
    """Score each output of the job, encoded losslessly. Return nothing if there is no reference."""
    try:
        made = process.render(source.path, jobs.lossless(job))
        return [quality.score(content, source.path) for content in made]
    except (EngineError, UnidentifiedImageError):
        return []


def _log(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)  # noqa: T201 -- the benchmark's own console
