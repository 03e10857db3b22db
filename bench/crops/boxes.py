"""Boxes as fractions of an image's width and height, and how well two of them match."""

from typing import NamedTuple


class Box(NamedTuple):
    """The edges of a box, each from 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """The box's part of the image, 0 if the edges are in the wrong order."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


def iou(one: Box, other: Box) -> float:
    """Return the intersection of two boxes over their union: 1 for the same box, 0 for separate ones."""
    common = Box(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    ).area
    return common / (one.area + other.area - common)
