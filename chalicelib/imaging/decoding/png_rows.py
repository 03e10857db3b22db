"""Undo the filters of a PNG's rows in the kernel."""

from collections.abc import Mapping
from types import MappingProxyType

from PIL.PngImagePlugin import PngImageFile

from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel.unfilter import Unfilter

# Bits per pixel by Pillow's name for the layout of a row.
_BITS: Mapping[str, int] = MappingProxyType(
    {
        "1": 1,
        "L;2": 2,
        "L;4": 4,
        "L": 8,
        "I;16B": 16,
        "LA": 16,
        "LA;16B": 32,
        "P;1": 1,
        "P;2": 2,
        "P;4": 4,
        "P": 8,
        "RGB": 24,
        "RGB;16B": 48,
        "RGB;16L": 48,
        "RGBA": 32,
        "RGBA;16B": 64,
    }
)
_BYTE = 8


def unfilter_for(image: PngImageFile) -> Unfilter | None:
    """Return what undoes the filters of the image to be decoded, or None if Pillow has to."""
    kernel = library.loaded()
    if kernel is None or image.info.get("interlace"):
        return None
    tile = image.tile[0]
    assert tile.extents is not None  # noqa: S101  Pillow's PNG reader sets both
    assert isinstance(tile.args, str)  # noqa: S101  as above
    bits = _BITS[tile.args]
    row = bits * (tile.extents[2] - tile.extents[0])
    return Unfilter(kernel, row_size=-(-row // _BYTE), pixel_size=max(1, bits // _BYTE))


class PngRows:
    """The rows of an image of this height, from parts of its decompressed data."""

    def __init__(self, unfilter: Unfilter, height: int) -> None:
        self._unfilter = unfilter
        self._left = height
        self._rest = b""

    def add(self, inflated: bytes) -> memoryview:
        """Return the next whole rows without filters, empty if there are none yet. Ignores what follows them.

        They are valid until the next call. Raises OSError for a filter that PNG does not have.
        """
        data = self._rest + inflated
        count = min(len(data) // self._unfilter.filtered_size, self._left)
        size = count * self._unfilter.filtered_size
        self._rest = data[size:]
        self._left -= count
        try:
            return self._unfilter.undo(data[:size])
        except ValueError as fault:
            raise OSError("broken data stream: a row has an unknown filter") from fault
