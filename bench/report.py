"""Write what was found as Markdown."""

from collections.abc import Callable, Sequence
from statistics import fmean

from bench.engines import DARKROOM, SHARP
from bench.profile import COLUMNS
from bench.results import Results, Row
from bench.targets import Target, evaluate

Cell = Callable[[Row, str], str]

_WHOLE = 100


def render(results: Results) -> str:
    """Return the whole report."""
    parts = [
        "# Darkroom's image engine beside others",
        _introduction(results),
        "## Targets",
        _targets(evaluate(results)),
        "## To 300 x 300 JPEG, quality 80: CPU",
        "Milliseconds of CPU for one picture, and in brackets the ratio to sharp.",
        _rows(results.thumbnails, _time),
        "![CPU in units of sharp's](ratios.png)",
        "## To 300 x 300 JPEG: peak memory",
        "Megabytes above the idle process, and in brackets the peak of the whole process.",
        _rows(results.thumbnails, _memory),
        "![Peak memory](memory.png)",
        "## To 300 x 300: quality",
        "SSIMULACRA2 before the encoder, against every pixel decoded and Lanczos in floating point.",
        _rows(results.thumbnails, _score),
        _photos(results),
        "![Quality over photos](quality.png)",
        "## Three variants: 1600 and 800 WebP, 300 JPEG",
        "Same encoder settings for all. CPU milliseconds (ratio to sharp's clone per output).",
        _rows(results.variants, _time),
        "Megabytes above idle (whole process):",
        _rows(results.variants, _memory),
        "SSIMULACRA2 per variant:",
        _rows(results.variants, _score),
        _parallel(results),
        "## Where Darkroom's time goes",
        "Shares of the CPU, in percent.",
        _profiles(results),
        "## Animated GIF to 300 pixels, all frames",
        _rows(results.animations, _time),
        "## Growth with the picture's size",
        _growth(results),
        "![Growth](growth.png)",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table: the first column left, the others right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _introduction(results: Results) -> str:
    machine = ", ".join(f"{name} {value}" for name, value in results.machine.items())
    versions = ", ".join(f"{name} {value}" for name, value in results.versions.items())
    return (
        f"Measured on: {machine}.\n\nVersions: {versions}.\n\n"
        f"One thread on one core, medians of {results.rounds} rounds in which all engines take turns. "
        "How it is measured: [bench/README.md](../README.md)."
    )


def _targets(targets: Sequence[Target]) -> str:
    rows = [
        [
            target.name,
            f"{'at least' if target.at_least else 'at most'} {target.limit:.3g}",
            "" if target.measured is None else f"{target.measured:.3g}",
            _VERDICTS[target.met],
        ]
        for target in targets
    ]
    return table(["Target", "Limit", "Measured", "Verdict"], rows)


_VERDICTS = {True: "met", False: "**missed**", None: "not measured"}


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
    """Write three digits, and never an exponent."""
    return f"{value:.0f}" if value >= _WHOLE else f"{value:.3g}"


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
    return f"Over {count} photos, most of them of sizes that the decoder's scales do not divide:\n\n" + table(
        ["Engine", "Mean", "Minimum", "Beats sharp"], rows
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
        f"Wall time of Darkroom's three variants: {one:.0f} ms on one core, {two:.0f} ms on two. "
        f"Two pictures side by side, each on one core, take {both:.0f} ms: "
        f"so {ceiling:.2f} times is the most that this machine's second core can bring."
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
    return table(["Engine", "Megapixels", "CPU ms", "MB above idle"], rows)
