"""Numbers out of measurements. Pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]

_BARS = "▁▂▃▄▅▆▇█"
_WIDTH = 30


@dataclass(frozen=True)
class Trend:
    """How a value went, without its first tenth, in which a process still loads: slope per second."""

    first: float
    last: float
    highest: float
    slope: float
    line: str


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent of the values do not exceed; NaN where there are none."""
    if len(values) < 2:  # noqa: PLR2004 - quantiles need two
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def trend(points: Sequence[Point]) -> Trend | None:
    """Describe a series of (seconds, value); None when it is too short to have a direction."""
    settled = points[len(points) // 10 :]
    if len(settled) < 2:  # noqa: PLR2004 - a line needs two
        return None
    seconds, values = zip(*settled, strict=True)
    slope = statistics.linear_regression(seconds, values).slope
    return Trend(values[0], values[-1], max(values), slope, sparkline([value for _, value in points]))


def sparkline(values: Sequence[float]) -> str:
    """Draw the values, from nothing to the highest, in at most 30 characters."""
    step = max(1, -(-len(values) // _WIDTH))
    means = [statistics.fmean(values[at : at + step]) for at in range(0, len(values), step)]
    top = max(means, default=0) or 1
    return "".join(_BARS[min(len(_BARS) - 1, int(mean / top * len(_BARS)))] for mean in means)
