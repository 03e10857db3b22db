"""Group similar colors, like median cut (Heckbert 1982), but with the same weight for each color.

Median cut divides the pixels evenly, which costs a small icon on a large page its color. This bounds the
difference within each group instead.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple


class _Box(NamedTuple):
    """Colors, and the channel in which they differ most, by `width`. Boxes sort by width, widest first."""

    negative_width: int
    number: int
    channel: int
    middle: float
    colors: Sequence[bytes]


def split(colors: Sequence[bytes], count: int) -> list[Sequence[bytes]]:
    """Split colors into at most `count` groups: the widest one first, in the middle of its widest channel."""
    heap = [_box(colors, 0)]
    number = 1
    while len(heap) < count and heap[0].negative_width:
        box = heappop(heap)
        lower = [color for color in box.colors if color[box.channel] <= box.middle]
        upper = [color for color in box.colors if color[box.channel] > box.middle]
        heappush(heap, _box(lower, number))
        heappush(heap, _box(upper, number + 1))
        number += 2
    return [box.colors for box in heap]


def _box(colors: Sequence[bytes], number: int) -> _Box:
    ranges = [(min(channel), max(channel)) for channel in zip(*colors, strict=True)]
    width, channel = max((high - low, channel) for channel, (low, high) in enumerate(ranges))
    return _Box(-width, number, channel, sum(ranges[channel]) / 2, colors)
