"""Plot the results."""

from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

import matplotlib as mpl
from matplotlib import pyplot as plt
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
    mpl.use("Agg")
    _bars(results.thumbnails, _ratio, "CPU time relative to sharp, one thread", folder / "ratios.png", line=1)
    _bars(results.thumbnails, _megabytes, "Peak memory above the idle process, MB", folder / "memory.png")
    _quality(results, folder / "quality.png")
    _growth(results, folder / "growth.png")


def _ratio(row: Row, engine: str) -> float:
    return row.ratio(engine, SHARP.name) or 0


def _megabytes(row: Row, engine: str) -> float:
    memory = row.memory.get(engine)
    return memory.above_idle if memory else 0


def _bars(
    rows: Sequence[Row],
    value: Callable[[Row, str], float],
    title: str,
    file: Path,
    *,
    line: float | None = None,
) -> None:
    """Draw one group of horizontal bars per input, without inputs that sharp cannot read."""
    rows = [row for row in rows if row.cpu_ms(SHARP.name)]
    figure, axes = plt.subplots(figsize=(9, 0.75 * len(rows) + 1.2), layout="constrained")
    height = 0.8 / len(_SHOWN)
    for index, engine in enumerate(_SHOWN):
        positions = [row + index * height for row in range(len(rows))]
        axes.barh(
            positions, [value(row, engine) for row in rows], height, label=engine, color=_COLORS[engine]
        )
    axes.set_yticks([row + 0.4 - height / 2 for row in range(len(rows))], [row.name for row in rows])
    axes.set(ylim=(len(rows), -0.3), xscale="log")
    _plain_numbers(axes.xaxis)
    if line:
        axes.axvline(line, color="black", linewidth=0.8)
    _finish(figure, axes, title, file)


def _quality(results: Results, file: Path) -> None:
    """Draw each photo's score as a point, in one column per engine."""
    figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
    scored = {engine: scores for engine, scores in results.photos.items() if scores}
    for position, (engine, scores) in enumerate(scored.items()):
        color = _COLORS.get(engine, "#999999")
        axes.plot([position] * len(scores), scores, "o", color=color, alpha=0.5)
        axes.plot([position - 0.25, position + 0.25], [fmean(scores)] * 2, color=color, linewidth=3)
    axes.set_xticks(range(len(scored)), scored, rotation=20)
    axes.grid(axis="y", alpha=0.3)
    _finish(figure, axes, "SSIMULACRA2 per photo at 300 pixels; bars show the mean", file, legend=False)


def _growth(results: Results, file: Path) -> None:
    """Draw CPU time and memory by megapixels. On the logarithmic axes, slope 1 means linear growth."""
    figure, (time, memory) = plt.subplots(1, 2, figsize=(10, 4.5), layout="constrained")
    for engine, growth in results.growth.items():
        time.plot(growth.megapixels, growth.cpu_ms, "o-", label=engine, color=_COLORS[engine])
        memory.plot(growth.megapixels, growth.memory, "o-", label=engine, color=_COLORS[engine])
    for axes, label in ((time, "CPU time, ms"), (memory, "peak memory above idle, MB")):
        axes.set(xscale="log", yscale="log", xlabel="megapixels", ylabel=label)
        axes.grid(alpha=0.3)
        _plain_numbers(axes.xaxis)
        _plain_numbers(axes.yaxis)
    _finish(figure, time, "JPEG 4:2:0 to 300 pixels", file)


def _plain_numbers(axis: Axis) -> None:
    """Label a logarithmic axis at 1, 2, 5, 10 and so on instead of at powers of ten."""
    axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axis.set_minor_locator(NullLocator())


def _finish(figure: Figure, axes: Axes, title: str, file: Path, *, legend: bool = True) -> None:
    axes.set_title(title)
    if legend:
        axes.legend(fontsize="small")
    figure.savefig(file, dpi=110)
    plt.close(figure)
