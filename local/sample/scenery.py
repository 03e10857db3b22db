"""Draws the parts of a landscape: gradients, skylines and trees."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

Color = tuple[int, int, int]
Point = tuple[float, float]


def gradient(stops: Sequence[Color], size: tuple[int, int]) -> Image.Image:
    """Return a vertical gradient from the first color, at the top, to the last."""
    column = Image.new("RGB", (1, len(stops)))
    column.putdata(stops)
    return column.resize(size, Image.Resampling.BILINEAR)


def skyline(random: Random, width: int, level: float, swing: float) -> list[Point]:
    """Return a ridge from left to right, made by midpoint displacement, `swing` pixels around `level`."""
    heights = [level + random.uniform(-swing, swing) / 2 for _ in range(4)]
    while len(heights) < width // 6:
        swing *= 0.52
        between = [
            (left + right) / 2 + random.uniform(-swing, swing) / 2 for left, right in pairwise(heights)
        ]
        heights = [height for pair in zip(heights, between, strict=False) for height in pair] + heights[-1:]
    step = width / (len(heights) - 1)
    return [(index * step, height) for index, height in enumerate(heights)]


def firs(image: Image.Image, random: Random, trees: Iterable[tuple[int, int, int]], color: Color) -> None:
    """Draw a fir for each (x, y of the foot, height)."""
    draw = ImageDraw.Draw(image)
    for x, foot, height in trees:
        draw.polygon(_fir(random, x, foot, height), fill=color)


def _fir(random: Random, x: int, foot: int, height: int) -> list[Point]:
    """Return the outline of a fir with ragged branches that get wider toward the foot."""
    right: list[Point] = []
    left: list[Point] = []
    tiers = max(5, height // 55)
    for tier in range(1, tiers + 1):
        y = foot - height + height * tier / tiers
        reach = height * 0.2 * (tier / tiers) ** 0.85
        for side, outline in ((1, right), (-1, left)):
            tip = reach * random.uniform(0.75, 1.1)
            outline += [(x + side * tip, y), (x + side * tip * 0.5, y - height / tiers * 0.22)]
    return [(x, foot - height), *right, *reversed(left)]
