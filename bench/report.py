"""Write the results as a Markdown report."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bench import report_tables as tables
from bench.results import Parallel, Results, Row
from bench.targets import evaluate

_Part = str | Callable[[Sequence[Row]], str]

_RATIO = "with the ratio to sharp in parentheses"
_TIMES = partial(tables.by_engine, cell=tables.time)
_TIME: Sequence[_Part] = (f"CPU time in milliseconds, {_RATIO}:", _TIMES)
_MEMORY: Sequence[_Part] = (
    "Peak memory in MB above the idle process, with the peak of the whole process in parentheses:",
    partial(tables.by_engine, cell=tables.memory),
)
_SCORES = partial(tables.by_engine, cell=tables.score)


def render(results: Results) -> str:
    """Return the report as Markdown, without the sections that the run did not measure."""
    parts = [
        "# Benchmark results",
        _introduction(results),
        "## Targets",
        "CPU targets are ratios to sharp's CPU time unless noted otherwise.",
        tables.targets(evaluate(results)),
        *_thumbnails(results),
        *_variants(results),
        *_parallel(results.parallel),
        *_section("The four shipped presets", results.presets, *_TIME, *_MEMORY),
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


def _section(title: str, rows: Sequence[Row], *parts: _Part) -> Iterator[str]:
    """Yield a section: its texts, and what the other parts return for the rows. Nothing without rows."""
    if rows:
        yield f"## {title}"
        for part in parts:
            yield part if isinstance(part, str) else part(rows)


def _thumbnails(results: Results) -> Iterator[str]:
    yield from _section(
        "Thumbnails: JPEG of 300 pixels, quality 80",
        results.thumbnails,
        *(f"CPU time per image in milliseconds, {_RATIO}:", _TIMES),
        "![CPU time relative to sharp](ratios.png)",
        *_MEMORY,
        "![Peak memory](memory.png)",
        "SSIMULACRA2 scores without encoder loss. "
        "The reference decodes every pixel and resizes with Lanczos in floating point:",
        _SCORES,
    )
    count = f"{len(results.camera)} JPEGs of as many cameras and phones. {_TIME[0]}"
    scores: Sequence[_Part] = ("SSIMULACRA2 scores:", _SCORES)
    parts = (count, _TIMES, tables.ratios, *_MEMORY, *scores, _score_statistics)
    yield from _section("Thumbnails of camera photos", results.camera, *parts)
    yield from _drawn_photos(results)
    title = "Large thumbnails: JPEG of 1600 pixels, quality 80"
    yield from _section(title, results.large, *_TIME, *scores)


def _score_statistics(rows: Sequence[Row]) -> str:
    """Return the statistics of the photos that all engines read. Those that read none are left out."""
    engines = dict.fromkeys(engine for row in rows for engine, scores in row.quality.items() if scores)
    read = [row for row in rows if all(row.quality.get(engine) for engine in engines)]
    return tables.statistics({engine: [row.quality[engine][0] for row in read] for engine in engines})


def _variants(results: Results) -> Iterator[str]:
    scores: Sequence[_Part] = ("SSIMULACRA2 score of each variant:", _SCORES)
    yield from _section(
        "Three variants: WebP at 1600 and 800 pixels, JPEG at 300",
        results.variants,
        "All engines use the same encoder settings. "
        "CPU time in milliseconds, with the ratio to sharp (one clone per output) in parentheses:",
        *(_TIMES, *_MEMORY, *scores),
    )
    title = "Three variants of camera photos"
    yield from _section(title, results.camera_variants, *_TIME, tables.ratios, *scores)


def _animations(rows: Sequence[Row]) -> Iterator[str]:
    files = "KB of each file, with the largest error of the mean color of 8 x 8 pixels in parentheses:"
    table = partial(tables.by_engine, cell=tables.animation)
    yield from _section("Animations at 300 pixels, all frames", rows, *_TIME, files, table)


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


def _parallel(parallel: Parallel | None) -> Iterator[str]:
    if parallel:
        one, two = parallel.one_core * 1000, parallel.two_cores * 1000
        yield (
            f"Darkroom's three variants take {one:.0f} ms of wall time on one core and {two:.0f} ms on two. "
            f"Two images at the same time, on a core each, take {parallel.side_by_side * 1000:.0f} ms, "
            f"so the second core of this machine allows a speedup of at most {parallel.ceiling:.2f}."
        )


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
