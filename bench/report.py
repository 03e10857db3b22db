"""Write the results as a Markdown report."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from bench import report_tables as tables
from bench.results import Parallel, Results, Row
from bench.targets import evaluate

# A text, or a function that returns it for what a field of Results has.
_Part = str | Callable[[Any], str]

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
        *_sections(results),
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


def _sections(results: Results) -> Iterator[str]:
    for field, parts in _PARTS.items():
        if found := getattr(results, field):
            yield from (part if isinstance(part, str) else part(found) for part in parts)


def _count_of_photos(rows: Collection[Row]) -> str:
    return f"{len(rows)} JPEGs of as many cameras and phones. {_TIME[0]}"


def _statistics_of_photos(rows: Sequence[Row]) -> str:
    """Return the statistics of the photos that all engines read. Those that read none are left out."""
    engines = dict.fromkeys(engine for row in rows for engine, scores in row.quality.items() if scores)
    read = [row for row in rows if all(row.quality.get(engine) for engine in engines)]
    return tables.statistics({engine: [row.quality[engine][0] for row in read] for engine in engines})


def _count_of_scores(scores: Mapping[str, Sequence[float]]) -> str:
    return (
        f"Scores over {max(map(len, scores.values()))} photos, most of which have dimensions "
        "that the decoder's scale factors do not divide evenly:"
    )


def _speedup(parallel: Parallel) -> str:
    one, two = parallel.one_core * 1000, parallel.two_cores * 1000
    return (
        f"Darkroom's three variants take {one:.0f} ms of wall time on one core and {two:.0f} ms on two. "
        f"Two images at the same time, on a core each, take {parallel.side_by_side * 1000:.0f} ms, "
        f"so the second core of this machine allows a speedup of at most {parallel.ceiling:.2f}."
    )


_THUMBNAIL_SCORES = (
    "SSIMULACRA2 scores without encoder loss. "
    "The reference decodes every pixel and resizes with Lanczos in floating point:"
)
_VARIANT_TIME = (
    "All engines use the same encoder settings. "
    "CPU time in milliseconds, with the ratio to sharp (one clone per output) in parentheses:"
)
_ANIMATION = "KB of each file, with the largest error of the mean color of 8 x 8 pixels in parentheses:"
# What the report has for each field of Results, in this order.
_PARTS: Mapping[str, Sequence[_Part]] = MappingProxyType(
    {
        "thumbnails": (
            "## Thumbnails: JPEG of 300 pixels, quality 80",
            *(f"CPU time per image in milliseconds, {_RATIO}:", _TIMES),
            *("![CPU time relative to sharp](ratios.png)", *_MEMORY, "![Peak memory](memory.png)"),
            *(_THUMBNAIL_SCORES, _SCORES),
        ),
        "camera": (
            *("## Thumbnails of camera photos", _count_of_photos, _TIMES, tables.ratios),
            *(*_MEMORY, "SSIMULACRA2 scores:", _SCORES, _statistics_of_photos),
        ),
        "photos": (
            *("## Quality of drawn photos and crops", _count_of_scores, tables.statistics),
            "![Quality by photo](quality.png)",
        ),
        "large": (
            *("## Large thumbnails: JPEG of 1600 pixels, quality 80", *_TIME),
            *("SSIMULACRA2 scores:", _SCORES),
        ),
        "variants": (
            *("## Three variants: WebP at 1600 and 800 pixels, JPEG at 300", _VARIANT_TIME, _TIMES),
            *(*_MEMORY, "SSIMULACRA2 score of each variant:", _SCORES),
        ),
        "camera_variants": (
            *("## Three variants of camera photos", *_TIME, tables.ratios),
            *("SSIMULACRA2 score of each variant:", _SCORES),
        ),
        "parallel": (_speedup,),
        "presets": ("## The four shipped presets", *_TIME, *_MEMORY),
        "animations": (
            *("## Animations at 300 pixels, all frames", *_TIME),
            *(_ANIMATION, partial(tables.by_engine, cell=tables.animation)),
        ),
        "profiles": (
            *("## Where Darkroom spends CPU time", "Percentage of CPU time by kind of work:"),
            tables.profiles,
        ),
        "growth": (
            *("## Growth with image size", tables.growth),
            "![CPU time and memory by image size](growth.png)",
        ),
    }
)
