"""Tables of the report, in Markdown."""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from bench.engines import DARKROOM, SHARP
from bench.markdown import table
from bench.profile import COLUMNS
from bench.results import Growth, Row
from bench.targets import Target

Cell = Callable[[Row, str], str]

_THREE_DIGITS = 100


def targets(found: Sequence[Target]) -> str:
    """Return one line per target."""
    rows = [
        [
            target.name,
            f"{'at least' if target.at_least else 'at most'} {target.limit:.3g}",
            "" if target.measured is None else f"{target.measured:.3g}",
            _RESULTS[target.met],
        ]
        for target in found
    ]
    return table(["Target", "Limit", "Measured", "Result"], rows)


_RESULTS = {True: "met", False: "**missed**", None: "not measured"}


def by_engine(rows: Sequence[Row], cell: Cell) -> str:
    """Return one line per input and one column per engine."""
    engines = list(dict.fromkeys(engine for row in rows for engine in row.timings))
    return table(
        ["Input", *engines], [[row.name, *(cell(row, engine) for engine in engines)] for row in rows]
    )


def time(row: Row, engine: str) -> str:
    """Return the CPU time in ms, with the ratio to sharp in parentheses."""
    milliseconds, ratio = row.cpu_ms(engine), row.ratio(engine, SHARP.name)
    if milliseconds is None:
        return "refused"
    return f"{_short(milliseconds)} ({ratio:.2f})" if ratio else _short(milliseconds)


def memory(row: Row, engine: str) -> str:
    """Return the peak above idle in MB, with that of the whole process in parentheses."""
    used = row.memory.get(engine)
    return f"{used.above_idle:.0f} ({used.peak:.0f})" if used else ""


def score(row: Row, engine: str) -> str:
    """Return the SSIMULACRA2 score of each output."""
    return " / ".join(f"{each:.1f}" for each in row.quality.get(engine, []))


def animation(row: Row, engine: str) -> str:
    """Return the KB of the file, with its largest error of a mean color in parentheses."""
    file = row.animations.get(engine)
    return f"{file.size / 1000:.0f} ({file.largest_error})" if file else ""


def statistics(scores: Mapping[str, Sequence[float]]) -> str:
    """Return the mean and the minimum of each engine's scores over the same images."""
    theirs = scores.get(SHARP.name, [])
    rows = [
        [engine, f"{fmean(each):.1f}", f"{min(each):.1f}", _wins(each, theirs)]
        for engine, each in scores.items()
        if each
    ]
    return table(["Engine", "Mean", "Minimum", "Better than sharp"], rows)


def _wins(scores: Sequence[float], theirs: Sequence[float]) -> str:
    if len(scores) != len(theirs):
        return ""
    return f"{sum(ours > other for ours, other in zip(scores, theirs, strict=True))} of {len(theirs)}"


def ratios(rows: Sequence[Row]) -> str:
    """Return the mean and the largest ratio of Darkroom's CPU time to that of each other engine."""
    engines = dict.fromkeys(engine for row in rows for engine in row.timings if engine != DARKROOM.name)
    found = {
        engine: [ratio for row in rows if (ratio := row.ratio(DARKROOM.name, engine))] for engine in engines
    }
    lines = [[engine, f"{fmean(each):.2f}", f"{max(each):.2f}"] for engine, each in found.items() if each]
    return table(["Darkroom's CPU time relative to", "Mean", "Worst"], lines)


def profiles(found: Mapping[str, Mapping[str, float]]) -> str:
    """Return the percentages of CPU time by kind of work."""
    rows = [[name, *(f"{100 * shares[column]:.0f}" for column in COLUMNS)] for name, shares in found.items()]
    return table(["Job", *COLUMNS], rows)


def growth(found: Mapping[str, Growth]) -> str:
    """Return CPU time and memory by engine and megapixels."""
    rows = [
        [engine, f"{size:g}", _short(milliseconds), _short(megabytes)]
        for engine, each in found.items()
        for size, milliseconds, megabytes in zip(each.megapixels, each.cpu_ms, each.memory, strict=True)
    ]
    return table(["Engine", "Megapixels", "CPU, ms", "Peak MB above idle"], rows)


def _short(value: float) -> str:
    """Format a number with at least three significant digits and no exponent."""
    return f"{value:.0f}" if value >= _THREE_DIGITS else f"{value:.3g}"
