"""How measurements grow with the size of the image."""

import math
from collections.abc import Sequence
from statistics import fmean

# Below this many megapixels, fixed costs hide how the work grows.
_MIN_MEGAPIXELS = 6


def growth_exponent(megapixels: Sequence[float], values: Sequence[float]) -> float:
    """Fit value ~ megapixels^k by least squares on logarithms and return k, which is 1 for linear growth."""
    points = [
        (math.log(size), math.log(value))
        for size, value in zip(megapixels, values, strict=True)
        if size >= _MIN_MEGAPIXELS and value > 0
    ]
    middle = fmean(x for x, _ in points), fmean(y for _, y in points)
    above = sum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return above / sum((x - middle[0]) ** 2 for x, _ in points)
