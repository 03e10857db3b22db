"""Plot the results."""

from collections.abc import Callable
from pathlib import Path
from statistics import fmean

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

from bench.engines import DARKROOM, DARKROOM_BEST, PILLOW_NAIVE, PILLOW_THUMBNAIL, SHARP, VIPS
from bench.results import Results, Row

# The engines in the bar charts. More would be unreadable; the tables have all of them.
_SHOWN = [each.name for each in (DARKROOM, DARKROOM_BEST, SHARP, VIPS, PILLOW_THUMBNAIL, PILLOW_NAIVE)]
_COLORS = dict(zip(_SHOWN, ("#c0392b", "#e59866", "#2471a3", "#7d8f3a", "#aab7b8", "#616a6b"), strict=True))


def draw(results: Results, folder: Path) -> None:
    """Write ratios.png, memory.png, quality.png and growth.png."""
    ratios = _bars(results, _ratio)
    ratios.axvline(1, color="black", linewidth=0.8)
    _save(ratios, "CPU time relative to sharp, one thread", folder / "ratios.png")
    _save(_bars(results, _megabytes), "Peak memory above the idle process, MB", folder / "memory.png")
    _quality(results, folder / "quality.png")
    _growth(results, folder / "growth.png")


def _ratio(row: Row, engine: str) -> float:
    return row.ratio(engine, SHARP.name) or 0


def _megabytes(row: Row, engine: str) -> float:
    memory = row.memory.get(engine)
    return memory.above_idle if memory else 0


def _bars(results: Results, value: Callable[[Row, str], float]) -> Axes:
    """Draw one group of horizontal bars per thumbnail, without inputs that sharp cannot read."""
    rows = [row for row in results.thumbnails if row.cpu_ms(SHARP.name)]
    axes = Figure(figsize=(9, 0.75 * len(rows) + 1.2), layout="constrained").subplots()
    axes.grouped_bar(
        {engine: [value(row, engine) for row in rows] for engine in _SHOWN},
        tick_labels=[row.name for row in rows],
        colors=list(_COLORS.values()),
        orientation="horizontal",
    )
    axes.set(ylim=(len(rows) - 0.4, -0.6), xscale="log")
    _plain_numbers(axes.xaxis)
    axes.legend(fontsize="small")
    return axes


def _quality(results: Results, file: Path) -> None:
    """Draw each photo's score as a point, in one column per engine."""
    axes = Figure(figsize=(9, 4), layout="constrained").subplots()
    scored = {engine: scores for engine, scores in results.photos.items() if scores}
    for position, (engine, scores) in enumerate(scored.items()):
        color = _COLORS.get(engine, "#999999")
        axes.plot([position] * len(scores), scores, "o", color=color, alpha=0.5)
        axes.plot([position - 0.25, position + 0.25], [fmean(scores)] * 2, color=color, linewidth=3)
    axes.set_xticks(range(len(scored)), scored, rotation=20)
    axes.grid(axis="y", alpha=0.3)
    _save(axes, "SSIMULACRA2 per photo at 300 pixels; bars show the mean", file)


def _growth(results: Results, file: Path) -> None:
    """Draw CPU time and memory by megapixels. On the logarithmic axes, slope 1 means linear growth."""
    time, memory = Figure(figsize=(10, 4.5), layout="constrained").subplots(1, 2)
    for engine, growth in results.growth.items():
        time.plot(growth.megapixels, growth.cpu_ms, "o-", label=engine, color=_COLORS[engine])
        memory.plot(growth.megapixels, growth.memory, "o-", label=engine, color=_COLORS[engine])
    for axes, label in ((time, "CPU time, ms"), (memory, "peak memory above idle, MB")):
        axes.set(xscale="log", yscale="log", xlabel="megapixels", ylabel=label)
        axes.grid(alpha=0.3)
        _plain_numbers(axes.xaxis)
        _plain_numbers(axes.yaxis)
    time.legend(fontsize="small")
    _save(time, "JPEG 4:2:0 to 300 pixels", file)


def _plain_numbers(axis: Axis) -> None:
    """Label a logarithmic axis at 1, 2, 5, 10 and so on instead of at powers of ten."""
    axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axis.set_minor_locator(NullLocator())


def _save(axes: Axes, title: str, file: Path) -> None:
    axes.set_title(title)
    axes.figure.savefig(file, dpi=110)
