"""Summarize measurements: percentiles and trends. Pure functions."""

import statistics
from collections.abc import Sequence

from msgspec import Struct

Point = tuple[float, float]


class Trend(Struct, frozen=True):
    """How a value developed over time, with its slope per second, after the first 10% of the points."""

    first: float
    last: float
    highest: float
    slope: float


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
    return Trend(values[0], values[-1], max(values), slope)
