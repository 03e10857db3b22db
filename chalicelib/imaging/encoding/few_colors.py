"""Reduce drawings, such as screenshots and logos, to a palette, so that PNG needs a third of the bytes.

Scaling blends the few colors of a drawing into thousands. The most frequent ones, which cover most of the
area, become entries of the palette; the others share the remaining entries.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from heapq import heappop, heappush
from typing import NamedTuple

from PIL import Image, ImageChops

# The largest palette. PNG stores 16 grays in half the bytes of L, but any more take as many.
_MAX_COLORS = 256
_MAX_GRAYS = 16
# An image with more colors is a photo: screenshots of 0.4 MP have about 10,000 after scaling, one for 40
# pixels, and photos have one for 2 or 3 pixels. Small images always have many for their size.
_MAX_BLENDS = 1 << 14
_MIN_BLENDS = 1 << 11
_PIXELS_PER_BLEND = 5
# The palette sizes to try. With 64 instead of 256 colors, a screenshot takes a quarter less.
_SIZES = (64, 128, _MAX_COLORS)
# One of this many entries is for a most frequent color.
_EXACT = 4
_OPAQUE = 255


class Tolerance(NamedTuple):
    """How much an image may differ in levels of 255: the root mean square of all pixels, and each pixel."""

    mean: float
    each: int


EXACT = Tolerance(0, 0)
# Not visible. Screenshots of 16 colors stay below this with a palette of 64, most photos not even with 256.
CLOSE = Tolerance(2, 32)
# Slightly visible: 16 evenly spaced grays differ by 4.6.
LOOSE = Tolerance(5, 64)

# The RGBA colors of an image, and how many pixels have each.
Counts = Mapping[bytes, int]


def count(image: Image.Image) -> int | None:
    """Return the number of colors in a decoded image, None if a palette cannot hold them."""
    found = image.getcolors(_MAX_COLORS) if image.mode in ("1", "L", "P", "PA", "RGB", "RGBA") else None
    return len(found) if found else None


def to_palette(image: Image.Image, tolerance: Tolerance) -> Image.Image | None:
    """Return an image in mode L, LA, RGB or RGBA in mode P, or None if it would differ too much."""
    rgba = image.convert("RGBA")
    found = rgba.getcolors(most(image) if tolerance == EXACT else _most_blends(image))
    if found is None:
        return None
    ordered = sorted(((pixels, color) for pixels, color in found if isinstance(color, tuple)), reverse=True)
    counts = {bytes(color): pixels for pixels, color in ordered}
    entries = _entries(counts, most(image), tolerance)
    return _drawn(rgba, entries) if entries else None


def most(image: Image.Image) -> int:
    """Return the number of colors that the palette of an image can hold."""
    return _MAX_GRAYS if image.mode == "L" else _MAX_COLORS


def _most_blends(image: Image.Image) -> int:
    return min(_MAX_BLENDS, max(_MIN_BLENDS, image.width * image.height // _PIXELS_PER_BLEND))


def _entries(counts: Counts, most: int, tolerance: Tolerance) -> dict[bytes, bytes] | None:
    """Return the entry of the palette for each color, in the smallest palette that is good enough."""
    if len(counts) <= most:
        return {color: color for color in counts}
    tried = (_reduced(counts, size) for size in (_SIZES if most == _MAX_COLORS else (most,)))
    return next((entries for entries in tried if _differs_less(counts, entries, tolerance)), None)


def _reduced(counts: Counts, size: int) -> dict[bytes, bytes]:
    colors, exact = list(counts), size // _EXACT
    entries = {color: color for color in colors[:exact]}
    for box in split(colors[exact:], size - exact):
        entry = _mean(box, counts)
        entries.update(dict.fromkeys(box, entry))
    return entries


def _mean(box: Sequence[bytes], counts: Counts) -> bytes:
    pixels = [counts[color] for color in box]
    total = sum(pixels)
    return bytes(
        round(sum(level * weight for level, weight in zip(channel, pixels, strict=True)) / total)
        for channel in zip(*box, strict=True)
    )


def _differs_less(counts: Counts, entries: Mapping[bytes, bytes], tolerance: Tolerance) -> bool:
    # With premultiplied alpha, because the color of a nearly transparent pixel is nearly invisible.
    wanted = _row(counts).convert("RGBa")
    drawn = _row([entries[color] for color in counts]).convert("RGBa")
    differences = reduce(ImageChops.lighter, ImageChops.difference(wanted, drawn).split()).tobytes()
    squares = sum(pixels * each * each for pixels, each in zip(counts.values(), differences, strict=True))
    return max(differences) <= tolerance.each and squares <= tolerance.mean**2 * sum(counts.values())


def _row(colors: Sequence[bytes] | Counts) -> Image.Image:
    return Image.frombytes("RGBA", (len(colors), 1), b"".join(colors))


def _drawn(rgba: Image.Image, entries: Mapping[bytes, bytes]) -> Image.Image:
    # PNG stores the alpha of the first entries only, so the transparent ones come first.
    palette = sorted(set(entries.values()), key=lambda color: (color[3], color))
    place = {color: number for number, color in enumerate(palette)}
    keys = memoryview(b"".join(entries)).cast("I")
    table = dict(zip(keys, map(place.__getitem__, entries.values()), strict=True))
    pixels = bytes(map(table.__getitem__, memoryview(rgba.tobytes()).cast("I")))
    image = Image.frombytes("P", rgba.size, pixels)
    image.putpalette(b"".join(color[:3] for color in palette))
    if alpha := bytes(color[3] for color in palette if color[3] < _OPAQUE):
        image.info["transparency"] = alpha
    return image


class _Box(NamedTuple):
    """Colors, and the channel in which they differ most, by `width`. Boxes sort by width, widest first."""

    negative_width: int
    number: int
    channel: int
    middle: float
    colors: Sequence[bytes]


def split(colors: Sequence[bytes], count: int) -> list[Sequence[bytes]]:
    """Split colors into at most `count` groups: the widest one first, in the middle of its widest channel.

    This is like median cut (Heckbert 1982), but with the same weight for each color. Median cut divides the
    pixels evenly, which costs a small icon on a large page its color. This bounds the difference within each
    group instead.
    """
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
