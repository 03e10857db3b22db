"""Write the results as a Markdown report."""

from collections.abc import Callable, Sequence
from statistics import fmean

from bench.engines import DARKROOM, SHARP
from bench.profile import COLUMNS
from bench.results import Results, Row
from bench.targets import Target, evaluate

Cell = Callable[[Row, str], str]

_THREE_DIGITS = 100


def render(results: Results) -> str:
    """Return the report as Markdown."""
    parts = [
        "# Benchmark results",
        _introduction(results),
        "## Targets",
        "CPU targets are ratios to sharp's CPU time unless noted otherwise.",
        _targets(evaluate(results)),
        "## CPU time: 300 x 300 JPEG, quality 80",
        "CPU time per image in milliseconds, with the ratio to sharp in parentheses.",
        _rows(results.thumbnails, _time),
        "![CPU time relative to sharp](ratios.png)",
        "## Peak memory: 300 x 300 JPEG",
        "Peak memory in MB above the idle process, with the peak of the whole process in parentheses.",
        _rows(results.thumbnails, _memory),
        "![Peak memory](memory.png)",
        "## Quality: 300 x 300",
        (
            "SSIMULACRA2 scores without encoder loss. "
            "The reference decodes every pixel and resizes with Lanczos in floating point."
        ),
        _rows(results.thumbnails, _score),
        _photos(results),
        "![Quality by photo](quality.png)",
        "## Three variants: WebP at 1600 and 800 pixels, JPEG at 300",
        (
            "All engines use the same encoder settings. "
            "CPU time in milliseconds, with the ratio to sharp (one clone per output) in parentheses:"
        ),
        _rows(results.variants, _time),
        "Peak memory in MB above idle, with the peak of the whole process in parentheses:",
        _rows(results.variants, _memory),
        "SSIMULACRA2 score of each variant:",
        _rows(results.variants, _score),
        _parallel(results),
        "## Where Darkroom spends CPU time",
        "Percentage of CPU time by kind of work.",
        _profiles(results),
        "## Animated GIF at 300 pixels, all frames",
        "CPU time in milliseconds, with the ratio to sharp in parentheses.",
        _rows(results.animations, _time),
        "## Growth with image size",
        _growth(results),
        "![CPU time and memory by image size](growth.png)",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with the first column left-aligned and the others right-aligned."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _introduction(results: Results) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    return (
        f"Machine: {machine}.\n\nVersions: {versions}.\n\n"
        "Each engine runs one thread on one core. Times are medians of "
        f"{results.rounds} rounds in which the engines take turns. "
        "For the method, see [bench/README.md](../README.md)."
    )


def _targets(targets: Sequence[Target]) -> str:
    rows = [
        [
            target.name,
            f"{'at least' if target.at_least else 'at most'} {target.limit:.3g}",
            "" if target.measured is None else f"{target.measured:.3g}",
            _RESULTS[target.met],
        ]
        for target in targets
    ]
    return table(["Target", "Limit", "Measured", "Result"], rows)


_RESULTS = {True: "met", False: "**missed**", None: "not measured"}


def _rows(rows: Sequence[Row], cell: Cell) -> str:
    engines = list(dict.fromkeys(engine for row in rows for engine in row.timings))
    return table(
        ["Input", *engines], [[row.name, *(cell(row, engine) for engine in engines)] for row in rows]
    )


def _time(row: Row, engine: str) -> str:
    time, ratio = row.cpu_ms(engine), row.ratio(engine, SHARP.name)
    if time is None:
        return "refused"
    return f"{_short(time)} ({ratio:.2f})" if ratio else _short(time)


def _short(value: float) -> str:
    """Format a number with at least three significant digits and no exponent."""
    return f"{value:.0f}" if value >= _THREE_DIGITS else f"{value:.3g}"


def _memory(row: Row, engine: str) -> str:
    memory = row.memory.get(engine)
    return f"{memory.above_idle:.0f} ({memory.peak:.0f})" if memory else ""


def _score(row: Row, engine: str) -> str:
    return " / ".join(f"{score:.1f}" for score in row.quality.get(engine, []))


def _photos(results: Results) -> str:
    theirs = results.photos.get(SHARP.name, [])
    rows = [
        [engine, f"{fmean(scores):.1f}", f"{min(scores):.1f}", _wins(scores, theirs)]
        for engine, scores in results.photos.items()
        if scores
    ]
    count = len(results.photos.get(DARKROOM.name, []))
    return (
        f"Scores over {count} photos, most of which have dimensions "
        "that the decoder's scale factors do not divide evenly:\n\n"
        + table(["Engine", "Mean", "Minimum", "Better than sharp"], rows)
    )


def _wins(scores: Sequence[float], theirs: Sequence[float]) -> str:
    if len(scores) != len(theirs):
        return ""
    return f"{sum(ours > other for ours, other in zip(scores, theirs, strict=True))} of {len(theirs)}"


def _parallel(results: Results) -> str:
    if not results.parallel:
        return ""
    one, two = results.parallel.one_core * 1000, results.parallel.two_cores * 1000
    both, ceiling = results.parallel.side_by_side * 1000, results.parallel.ceiling
    return (
        f"Darkroom's three variants take {one:.0f} ms of wall time on one core and {two:.0f} ms on two. "
        f"Two images at the same time, on a core each, take {both:.0f} ms, "
        f"so the second core of this machine allows a speedup of at most {ceiling:.2f}."
    )


def _profiles(results: Results) -> str:
    rows = [
        [profile.name, *(f"{100 * profile.shares[column]:.0f}" for column in COLUMNS)]
        for profile in results.profiles
    ]
    return table(["Job", *COLUMNS], rows) if rows else ""


def _growth(results: Results) -> str:
    rows = [
        [engine, f"{size:g}", _short(time), _short(memory)]
        for engine, growth in results.growth.items()
        for size, time, memory in zip(growth.megapixels, growth.cpu_ms, growth.memory, strict=True)
    ]
    return table(["Engine", "Megapixels", "CPU, ms", "Peak MB above idle"], rows)
