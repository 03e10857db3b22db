"""Choose the colors of a palette, and map images to it, in the kernel."""

import ctypes
from typing import Final

from PIL import Image

from chalicelib.imaging.kernel import library, pixels

_MOST_COLORS = 256
# The sizes of nearest.h.
_CELLS: Final = 1 << 9
_CANDIDATES: Final = _CELLS * _MOST_COLORS


def select(kernel: ctypes.CDLL, image: Image.Image, mask: Image.Image, limit: int) -> tuple[bytes, bool]:
    """Return up to `limit` colors (1 to 256) for an RGB image as RGB bytes, the most frequent first.

    The second value is true if the image has no other colors. Pixels where the mask (mode L) is 0 do not
    count; there must be others. Raises ValueError for arguments that do not fit, and for images of more than
    16 million pixels.
    """
    count = image.width * image.height
    if mask.size != image.size or not 1 <= limit <= _MOST_COLORS:
        raise ValueError(f"No {limit} colors for an image of {image.size} with a mask of {mask.size}")
    colors, found = (ctypes.c_uint8 * (3 * limit))(), (ctypes.c_int32 * 2)()
    copy = (ctypes.c_uint32 * count)()
    source, masked = _Pixels(image), _Pixels(mask)
    status = kernel.darkroom_select_colors(
        *(source.data, source.length, masked.data, masked.length, colors, len(colors)),
        *(found, len(found), copy, count, *_scratch()),
    )
    library.check(status)
    return bytes(colors)[: 3 * found[0]], bool(found[1])


def indices(kernel: ctypes.CDLL, image: Image.Image, colors: bytes, tolerance: int = 0) -> Image.Image:
    """Return the index of the nearest of 1 to 256 colors (RGB bytes) for each pixel of an RGB image, as L.

    With a tolerance, a pixel repeats its neighbor's color instead if the squared distance of that is at most
    twice that of the nearest color, plus `tolerance`. Raises ValueError for arguments that do not fit.
    """
    count = image.width * image.height
    mapped = bytearray(count)
    source, table = _Pixels(image), (ctypes.c_uint8 * len(colors)).from_buffer_copy(colors)
    status = kernel.darkroom_map_colors(
        *(source.data, source.length, table, len(colors)),
        *((ctypes.c_uint8 * count).from_buffer(mapped), count, image.width, tolerance, *_scratch()),
    )
    library.check(status)
    return Image.frombuffer("L", image.size, mapped, "raw", "L", 0, 1)


class _Pixels:
    """The pixels of an image as an argument, copied only if they are not next to each other."""

    def __init__(self, image: Image.Image) -> None:
        self._memory = pixels.memory(image)
        if self._memory:
            self.data, self.length = self._memory.data, self._memory.length
            return
        copy = image.tobytes("raw", "RGBX") if image.mode == "RGB" else image.tobytes()
        self.length = len(copy)
        self.data = ctypes.cast((ctypes.c_uint8 * self.length).from_buffer_copy(copy), library.BYTES)


def _scratch() -> tuple[object, ...]:
    """Return the scratch buffers of both functions, with their lengths."""
    return (ctypes.c_uint32 * _CANDIDATES)(), _CANDIDATES, (ctypes.c_uint16 * _CELLS)(), _CELLS
