"""Turn PNG's transparent color (tRNS, https://www.w3.org/TR/png-3/#11tRNS) into an alpha channel.

Pillow compares the color with pixels of 8 bits. This compares all 16 bits, one byte at a time.
"""

from collections.abc import Sequence
from functools import reduce

from PIL import Image, ImageChops

from chalicelib.imaging.decoding.png import InflatingPngFile

# Pillow's names for the layouts of samples: which byte of 16 bits to take, and those with fewer bits.
_HIGH_BYTES, _LOW_BYTES = "RGB;16B", "RGB;16L"
_DEPTHS = {"L;2": 2, "L;4": 4, "L": 8, "RGB": 8}
_BYTE = 0xFF
# Rows per step, so that the images in between stay small.
_ROWS = 64


class PngFile(InflatingPngFile):
    """A PNG reader that compares pixels with the transparent color before they are reduced to 8 bits.

    RGB of 16 bits with a transparent color becomes RGBA. Gray of 16 bits keeps them (see pixel_modes.py).
    """

    def _open(self) -> None:
        super()._open()
        rawmode = self.tile[0].args if self.tile else None
        self._is_wide = rawmode == _HIGH_BYTES
        if "transparency" in self.info and rawmode in _DEPTHS:
            self.info["transparency"] = _in_8_bits(self.info["transparency"], _DEPTHS[rawmode])

    @property
    def keeps_low_bytes(self) -> bool:
        """Whether decoding takes a second image, for the low bytes, and an alpha channel."""
        return self._is_wide and "transparency" in self.info

    def load_end(self) -> None:
        """Add the alpha channel to RGB of 16 bits. Pillow calls this after decoding."""
        super().load_end()
        if self.keeps_low_bytes:
            assert self.fp is not None  # noqa: S101  Pillow closes it only after this
            self.fp.seek(0)
            low = _LowBytes(self.fp)
            self.putalpha(alpha(self, low, self.info.pop("transparency")))


class _LowBytes(InflatingPngFile):
    """A reader of the low bytes of RGB with 16 bits per sample."""

    def _open(self) -> None:
        super()._open()
        self.tile = [tile._replace(args=_LOW_BYTES) for tile in self.tile]


def _in_8_bits(color: int | tuple[int, ...], bits: int) -> int | tuple[int, ...]:
    """Scale a transparent color to 8 bits, like the pixels. Like libpng, this ignores higher bits."""
    if isinstance(color, tuple):
        return tuple(sample & _BYTE for sample in color)
    highest = (1 << bits) - 1
    return (color & highest) * _BYTE // highest


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
