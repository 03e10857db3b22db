"""Find the quality at which an encoder reaches a given score, and the bytes that it needs there."""

import math
from collections.abc import Callable

from msgspec import Struct

# Qualities are tried at this distance. Between two of them, scores are close to linear.
_STEP = 4
# 100 is lossless AVIF, which excludes some settings.
_LOWEST, _HIGHEST = 1, 99


class Point(Struct, frozen=True):
    """An encoded image: the encoder's quality (1-100), the file's bytes, and its SSIMULACRA2 score."""

    quality: float
    size: float
    score: float


def reach(score: float, encode: Callable[[int], Point], start: int) -> Point | None:
    """Return the point with this score, interpolated between two qualities that are tried from `start` on.

    Sizes are interpolated on a logarithmic scale. Returns None if no quality reaches the score.
    """
    here = encode(start)
    step = _STEP if here.score < score else -_STEP
    while _LOWEST <= here.quality + step <= _HIGHEST:
        there = encode(round(here.quality) + step)
        if (there.score < score) != (here.score < score):
            return _between(here, there, score)
        here = there
    return None


def _between(one: Point, other: Point, score: float) -> Point:
    share = (score - one.score) / (other.score - one.score)
    size = math.exp((1 - share) * math.log(one.size) + share * math.log(other.size))
    return Point((1 - share) * one.quality + share * other.quality, size, score)
