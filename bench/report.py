"""Write the results as a Markdown report."""

from collections.abc import Iterator, Mapping, Sequence

from bench import report_tables as tables
from bench.report_tables import by_engine
from bench.results import Parallel, Results, Row
from bench.targets import evaluate

_RATIO = "with the ratio to sharp in parentheses"
_MEMORY = "Peak memory in MB above the idle process, with the peak of the whole process in parentheses"


def render(results: Results) -> str:
    """Return the report as Markdown, without the sections that the run did not measure."""
    parts = [
        "# Benchmark results",
        _introduction(results),
        "## Targets",
        "CPU targets are ratios to sharp's CPU time unless noted otherwise.",
        tables.targets(evaluate(results)),
        *_thumbnails(results.thumbnails),
        *_camera(results.camera),
        *_drawn_photos(results),
        *_large(results.large),
        *_variants(results.variants),
        *_camera_variants(results.camera_variants),
        *_parallel(results.parallel),
        *_presets(results.presets),
        *_animations(results.animations),
        *_profiles(results),
        *_growth(results),
    ]
    return "\n\n".join(parts) + "\n"


def _introduction(results: Results) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    return (
        f"Machine: {machine}.\n\nVersions: {versions}.\n\n"
        "Each engine runs one thread on one core. Times are medians of "
        f"{results.rounds} rounds in which the engines take turns. "
        "For the method, see [bench/README.md](../README.md)."
    )


def _thumbnails(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## Thumbnails: JPEG of 300 pixels, quality 80"
        yield f"CPU time per image in milliseconds, {_RATIO}:"
        yield by_engine(rows, tables.time)
        yield "![CPU time relative to sharp](ratios.png)"
        yield f"{_MEMORY}:"
        yield by_engine(rows, tables.memory)
        yield "![Peak memory](memory.png)"
        yield (
            "SSIMULACRA2 scores without encoder loss. "
            "The reference decodes every pixel and resizes with Lanczos in floating point:"
        )
        yield by_engine(rows, tables.score)


def _camera(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## Thumbnails of camera photos"
        yield f"{len(rows)} JPEGs of as many cameras and phones. CPU time in milliseconds, {_RATIO}:"
        yield by_engine(rows, tables.time)
        yield tables.ratios(rows)
        yield f"{_MEMORY}:"
        yield by_engine(rows, tables.memory)
        yield "SSIMULACRA2 scores:"
        yield by_engine(rows, tables.score)
        yield tables.statistics(_scores(rows))


def _scores(rows: Sequence[Row]) -> Mapping[str, Sequence[float]]:
    """Return the scores by engine, of the photos that all engines read. Those that read none are left out."""
    engines = dict.fromkeys(engine for row in rows for engine, scores in row.quality.items() if scores)
    read = [row for row in rows if all(row.quality.get(engine) for engine in engines)]
    return {engine: [row.quality[engine][0] for row in read] for engine in engines}


def _drawn_photos(results: Results) -> Iterator[str]:
    if results.photos:
        count = max(map(len, results.photos.values()))
        yield "## Quality of drawn photos and crops"
        yield (
            f"Scores over {count} photos, most of which have dimensions "
            "that the decoder's scale factors do not divide evenly:"
        )
        yield tables.statistics(results.photos)
        yield "![Quality by photo](quality.png)"


def _large(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## Large thumbnails: JPEG of 1600 pixels, quality 80"
        yield f"CPU time in milliseconds, {_RATIO}:"
        yield by_engine(rows, tables.time)
        yield "SSIMULACRA2 scores:"
        yield by_engine(rows, tables.score)


def _variants(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## Three variants: WebP at 1600 and 800 pixels, JPEG at 300"
        yield (
            "All engines use the same encoder settings. "
            "CPU time in milliseconds, with the ratio to sharp (one clone per output) in parentheses:"
        )
        yield by_engine(rows, tables.time)
        yield f"{_MEMORY}:"
        yield by_engine(rows, tables.memory)
        yield "SSIMULACRA2 score of each variant:"
        yield by_engine(rows, tables.score)


def _camera_variants(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## Three variants of camera photos"
        yield f"CPU time in milliseconds, {_RATIO}:"
        yield by_engine(rows, tables.time)
        yield tables.ratios(rows)
        yield "SSIMULACRA2 score of each variant:"
        yield by_engine(rows, tables.score)


def _parallel(parallel: Parallel | None) -> Iterator[str]:
    if parallel:
        one, two = parallel.one_core * 1000, parallel.two_cores * 1000
        yield (
            f"Darkroom's three variants take {one:.0f} ms of wall time on one core and {two:.0f} ms on two. "
            f"Two images at the same time, on a core each, take {parallel.side_by_side * 1000:.0f} ms, "
            f"so the second core of this machine allows a speedup of at most {parallel.ceiling:.2f}."
        )


def _presets(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## The four shipped presets"
        yield f"CPU time in milliseconds, {_RATIO}:"
        yield by_engine(rows, tables.time)
        yield f"{_MEMORY}:"
        yield by_engine(rows, tables.memory)


def _animations(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        yield "## Animations at 300 pixels, all frames"
        yield f"CPU time in milliseconds, {_RATIO}:"
        yield by_engine(rows, tables.time)
        yield "KB of each file, with the largest error of the mean color of 8 x 8 pixels in parentheses:"
        yield by_engine(rows, tables.animation)


def _profiles(results: Results) -> Iterator[str]:
    if results.profiles:
        yield "## Where Darkroom spends CPU time"
        yield "Percentage of CPU time by kind of work:"
        yield tables.profiles(results.profiles)


def _growth(results: Results) -> Iterator[str]:
    if results.growth:
        yield "## Growth with image size"
        yield tables.growth(results.growth)
        yield "![CPU time and memory by image size](growth.png)"
