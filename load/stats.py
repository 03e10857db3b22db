"""Summarize measurements: percentiles, trends and sparklines. Pure functions."""

import statistics
from collections.abc import Sequence

from msgspec import Struct

Point = tuple[float, float]

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 30


class Trend(Struct, frozen=True):
    """How a value developed over time, with its slope per second.

    All fields but the sparkline `line` exclude the first 10% of the points, when a process still loads.
    """

    first: float
    last: float
    highest: float
    slope: float
    line: str


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile of the values, or NaN if there are none."""
    if len(values) < 2:  # noqa: PLR2004 - quantiles need two
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def trend(points: Sequence[Point]) -> Trend | None:
    """Return the trend of (seconds, value) points, or None if fewer than two points remain."""
    settled = points[len(points) // 10 :]
    if len(settled) < 2:  # noqa: PLR2004 - a line needs two
        return None
    seconds, values = zip(*settled, strict=True)
    slope = statistics.linear_regression(seconds, values).slope
    return Trend(values[0], values[-1], max(values), slope, sparkline([value for _, value in points]))


def sparkline(values: Sequence[float]) -> str:
    """Draw the values as bars from 0 to the highest, in at most 30 characters."""
    step = max(1, -(-len(values) // _WIDTH))
    means = [statistics.fmean(values[at : at + step]) for at in range(0, len(values), step)]
    top = max(means, default=0) or 1
    return "".join(_BARS[min(len(_BARS) - 1, int(mean / top * len(_BARS)))] for mean in means)
