"""Average blocks of pixels in the kernel."""

import ctypes
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from PIL import Image

from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel.pixels import PIXEL_SIZES, memory

# Sums of larger blocks would not fit in 32 bits.
MAX_FACTOR: Final = 128


class _Layout(Struct, frozen=True):
    """The samples of a pixel, of which the last can be alpha, and how Pillow gets the averages."""

    channels: int
    has_alpha: bool
    mode: str
    raw_mode: str

    @property
    def averaged_channels(self) -> int:
        return len(self.raw_mode)


# Modes of Pillow whose pixels can be averaged. The averages are premultiplied by alpha.
LAYOUTS: Final[Mapping[str, _Layout]] = MappingProxyType(
    {
        "L": _Layout(1, has_alpha=False, mode="L", raw_mode="L"),
        "LA": _Layout(2, has_alpha=True, mode="RGBa", raw_mode="RGBa"),
        "RGB": _Layout(3, has_alpha=False, mode="RGB", raw_mode="RGBX"),
        "RGBA": _Layout(4, has_alpha=True, mode="RGBa", raw_mode="RGBa"),
    }
)


class BlockAverages:
    """Averages blocks of `factor` x `factor` pixels (at most 128 x 128) of an image, from top to bottom.

    Blocks in the last column and row can be smaller. Means are rounded to the nearest integer, halves up.
    Raises ValueError for numbers of pixels that do not fit the size (width, height).
    """

    def __init__(self, kernel: ctypes.CDLL, mode: str, size: tuple[int, int], factor: int) -> None:
        if not 1 <= factor <= MAX_FACTOR or min(size) < 1:
            raise ValueError(f"Cannot average {factor} x {factor} pixels of an image of {size} pixels")
        self._kernel = kernel
        self._layout = LAYOUTS[mode]
        self._width, self._rows_left = size
        self._factor = factor
        self._size = -(-size[0] // factor), -(-size[1] // factor)
        self._row_size = self._size[0] * self._layout.averaged_channels
        self._averages = bytearray(self._row_size * self._size[1])
        self._end = 0

    def add(self, pixels: memoryview | bytes) -> None:
        """Average the blocks of the next rows of pixels, which must be whole blocks or the last rows."""
        rows, rest = divmod(len(pixels), self._width * self._layout.channels)
        if rest or rows > self._rows_left or (rows % self._factor and rows != self._rows_left):
            raise ValueError(f"{len(pixels)} bytes are not the pixels of whole blocks")
        size = -(-rows // self._factor) * self._row_size
        status = self._kernel.darkroom_reduce(
            *(_address(pixels), len(pixels), self._width),
            *(self._layout.channels, self._layout.has_alpha, self._factor),
            *((ctypes.c_uint8 * size).from_buffer(self._averages, self._end), size),
        )
        library.check(status)
        self._rows_left -= rows
        self._end += size

    def image(self) -> Image.Image:
        """Return the averages of all pixels in mode L, RGB or RGBa."""
        if self._rows_left:
            raise ValueError(f"{self._rows_left} rows of pixels are missing")
        return Image.frombytes(self._layout.mode, self._size, self._averages, "raw", self._layout.raw_mode)


def _address(pixels: memoryview | bytes) -> object:
    """Return the address of pixels as an argument for the kernel, which only reads them."""
    if isinstance(pixels, bytes):
        return ctypes.cast(ctypes.c_char_p(pixels), library.BYTES)
    return (ctypes.c_uint8 * len(pixels)).from_buffer(pixels)


def reduce(kernel: ctypes.CDLL, image: Image.Image, factor: int) -> Image.Image | None:
    """Return the averages of blocks of `factor` x `factor` pixels (at most 128 x 128). RGBA becomes RGBa.

    Blocks in the last column and row can be smaller. Returns None if Pillow keeps the image in several parts.
    Raises ValueError for modes that the kernel does not know.
    """
    has_alpha = image.mode == "RGBA"
    size = -(-image.width // factor), -(-image.height // factor)
    averages = Image.new("RGBa" if has_alpha else image.mode, size, None)
    source, target = memory(image), memory(averages)
    if source is None or target is None:
        return None
    status = kernel.darkroom_reduce(
        *(source.data, source.length, image.width),
        *(PIXEL_SIZES[image.mode], has_alpha, factor),
        *(target.data, target.length),
    )
    library.check(status)
    return averages
