"""Compute ThumbHashes: a blurred preview of an image in about 25 bytes, to show while it loads.

The packages for this either hash transparency incorrectly or pin an old Pillow, and take tens of
milliseconds. With separable cosine sums, it takes one. Format: https://evanw.github.io/thumbhash/
"""

import math
import sys
from functools import lru_cache

from msgspec import Struct

if sys.version_info >= (3, 12):
    from math import sumprod
else:
    from collections.abc import Iterable
    from operator import mul

    def sumprod(one: Iterable[float], other: Iterable[float]) -> float:
        """Replace math.sumprod from Python 3.12, more slowly."""
        return float(sum(map(mul, one, other)))


# Smaller coefficients are rounding errors of a flat image, which differ between machines.
_NOTHING = 1e-9


class _Channel(Struct, frozen=True):
    """The cosine transform of one plane: mean, and the other coefficients, scaled to 0..1 around 0.5."""

    mean: float
    coefficients: tuple[float, ...]
    scale: float


def thumbhash(width: int, height: int, rgba: bytes) -> bytes:
    """Return the ThumbHash of RGBA pixels, in rows. Use it for images of at most 100 pixels a side."""
    light, yellow, red, alpha = _planes(rgba)
    transparent = min(alpha) < 1
    longest = max(width, height)
    nx, ny = (max(1, _round((5 if transparent else 7) * side / longest)) for side in (width, height))
    lights = _transform(light, width, max(3, nx), max(3, ny))
    yellows = _transform(yellow, width, 3, 3)
    reds = _transform(red, width, 3, 3)
    alphas = _transform(alpha, width, 5, 5) if transparent else None
    landscape = width > height
    head = _head(lights, yellows, reds, transparent=transparent)
    shorter = ny if landscape else nx
    sizes = shorter | _round(63 * yellows.scale) << 3 | _round(63 * reds.scale) << 9 | landscape << 15
    parts = head.to_bytes(3, "little") + sizes.to_bytes(2, "little")
    channels = [lights, yellows, reds]
    if alphas:
        parts += bytes([_round(15 * alphas.mean) | _round(15 * alphas.scale) << 4])
        channels.append(alphas)
    return parts + _nibbles([term for channel in channels for term in channel.coefficients])


def _planes(rgba: bytes) -> tuple[list[float], list[float], list[float], list[float]]:
    """Return four planes: lightness, yellow minus blue, red minus green, and alpha (0..1).

    Transparent pixels are composited onto the average color.
    """
    alpha = [value / 255 for value in rgba[3::4]]
    colors = list(zip(*(_over_mean(rgba[band::4], alpha) for band in range(3)), strict=True))
    light = [(r + g + b) / 3 for r, g, b in colors]
    return light, [(r + g) / 2 - b for r, g, b in colors], [r - g for r, g, _ in colors], alpha


def _over_mean(band: bytes, alpha: list[float]) -> list[float]:
    if min(alpha) == 1:
        return [value / 255 for value in band]
    mean = sumprod(band, alpha) / (sum(alpha) or 1)
    return [(mean + (value - mean) * a) / 255 for value, a in zip(band, alpha, strict=True)]


def _transform(plane: list[float], width: int, nx: int, ny: int) -> _Channel:
    """Return the low frequencies that the format keeps: a triangle of coefficients, row by row."""
    rows = [plane[at : at + width] for at in range(0, len(plane), width)]
    across = [_cosines(width, x) for x in range(nx)]
    down = [_cosines(len(rows), y) for y in range(ny)]
    columns = [[sumprod(row, cosines) for row in rows] for cosines in across]
    kept = [(x, y) for y in range(ny) for x in range(nx) if x * ny < nx * (ny - y)]
    values = [sumprod(columns[x], down[y]) / len(plane) for x, y in kept]
    scale = max(map(abs, values[1:]))
    coefficients = (
        tuple(0.5 + 0.5 * value / scale for value in values[1:])
        if scale > _NOTHING
        else (0.0,) * (len(values) - 1)
    )
    return _Channel(values[0], coefficients, scale)


@lru_cache(maxsize=512)
def _cosines(length: int, frequency: int) -> tuple[float, ...]:
    return tuple(math.cos(math.pi / length * frequency * (at + 0.5)) for at in range(length))


def _head(lights: _Channel, yellows: _Channel, reds: _Channel, *, transparent: bool) -> int:
    return (
        _round(63 * lights.mean)
        | _round(31.5 + 31.5 * yellows.mean) << 6
        | _round(31.5 + 31.5 * reds.mean) << 12
        | _round(31 * lights.scale) << 18
        | transparent << 23
    )


def _nibbles(coefficients: list[float]) -> bytes:
    """Pack each coefficient into four bits, the first of each pair in the lower half of a byte."""
    levels = [_round(15 * term) for term in coefficients]
    return bytes(low | high << 4 for low, high in zip(levels[::2], [*levels[1::2], 0], strict=False))


def _round(value: float) -> int:
    """Round half up, like the format's reference implementation in JavaScript. Python rounds half to even."""
    return math.floor(value + 0.5)
