"""The difference of two colors as people see it: CIE76, the distance in CIE L*a*b*."""

import math
from functools import lru_cache

Rgb = tuple[float, float, float]
# The white point D65, and the constants of CIE 15:2004, section 8.2.1.
_WHITE_X, _WHITE_Z = 0.95047, 1.08883
_EPSILON, _KAPPA = 216 / 24389, 24389 / 27


def difference(one: Rgb, other: Rgb) -> float:
    """Return the difference of two sRGB colors with samples from 0 to 255."""
    return math.dist(_lab(one), _lab(other))


@lru_cache(100_000)
def _lab(color: Rgb) -> tuple[float, float, float]:
    red, green, blue = map(_linear, color)
    x = _curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / _WHITE_X)
    y = _curve(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    z = _curve((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / _WHITE_Z)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(sample: float) -> float:
    level = sample / 255
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)


def _curve(value: float) -> float:
    return float(value ** (1 / 3)) if value > _EPSILON else (_KAPPA * value + 16) / 116
