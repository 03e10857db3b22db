"""Turn PNG's transparent color (tRNS, https://www.w3.org/TR/png-3/#11tRNS) into an alpha channel.

Pillow compares the color with pixels of 8 bits. These functions compare all 16 bits, one byte at a time.
"""

from collections.abc import Sequence
from functools import reduce

from PIL import Image, ImageChops

_BYTE = 0xFF
# Rows per step, so that the images in between stay small.
_ROWS = 64


def alpha(high: Image.Image, low: Image.Image, color: Sequence[int]) -> Image.Image:
    """Return 0 for pixels of the transparent color, and 255 for all others.

    `high` and `low` hold the bytes of each sample, in the same mode: L or RGB. `color` has one sample of 16
    bits per channel.
    """
    channel = Image.new("L", high.size)
    for top in range(0, high.height, _ROWS):
        box = (0, top, high.width, min(high.height, top + _ROWS))
        upper = _differs(high.crop(box), [sample >> 8 for sample in color])
        lower = _differs(low.crop(box), [sample & _BYTE for sample in color])
        channel.paste(reduce(ImageChops.lighter, ImageChops.lighter(upper, lower).split()), box)
    return channel


def gray_alpha(image: Image.Image, sample: int) -> Image.Image:
    """Return the same for an image in mode I;16."""
    pixels = Image.frombytes("LA", image.size, image.tobytes())
    low, high = pixels.split()
    return alpha(high, low, [sample])


def _differs(image: Image.Image, color: Sequence[int]) -> Image.Image:
    """Return 0 for each byte that is the same as in `color`, and 255 for all others."""
    return image.point([_BYTE * (value != byte) for byte in color for value in range(256)])
