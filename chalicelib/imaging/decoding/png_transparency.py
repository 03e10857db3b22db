"""Read a PNG with a transparent color (tRNS) at the depth of the file."""

from chalicelib.imaging.decoding import transparent_color
from chalicelib.imaging.decoding.png import InflatingPngFile

# Pillow's names for the layouts of samples: which byte of 16 bits to take, and those with fewer bits.
_HIGH_BYTES, _LOW_BYTES = "RGB;16B", "RGB;16L"
_DEPTHS = {"L;2": 2, "L;4": 4, "L": 8, "RGB": 8}
_BYTE = 0xFF


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
            self.putalpha(transparent_color.alpha(self, low, self.info.pop("transparency")))


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
