"""Unpack pixels of 16 or 32 bits by masks, with lookup tables instead of a loop over pixels."""

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image

from chalicelib.imaging.containers.bmp_header import Header

# Pixels per step, and their bytes of memory.
_STEP = 1 << 22
STEP_MEMORY = 12 * _STEP
_MAX_8_BITS = 0xFF
_MAX_PAIR = 0xFFFF
_BYTE = 8


def channel(content: bytes, header: Header, mask: int) -> Image.Image:
    """Return the bits of a mask as an image with 8 bits, from top to bottom. The file must be complete."""
    target = Image.new("L", (header.width, header.height))
    if not mask:
        return target
    size = header.bits // _BYTE
    low, high = _place(mask, header.bits)
    table = _table(mask >> low * _BYTE & _MAX_PAIR)
    for top, rows in _steps(header):
        start = header.pixels_at + top * header.row_bytes
        data = content[start : start + rows * header.row_bytes]
        pairs = bytearray(len(data) // size * 2)
        pairs[0::2], pairs[1::2] = data[low::size], data[high::size]
        across = header.row_bytes // size
        values = Image.frombytes("I;16", (across, rows), bytes(pairs), "raw", "I;16", 0, 1)
        part = values.crop((0, 0, header.width, rows)).convert("I").point(table, "L")
        target.paste(part, (0, top))
    return target if header.top_down else target.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def _place(mask: int, bits: int) -> tuple[int, int]:
    """Return the two bytes of a pixel that contain the highest bits of a mask."""
    high = min(max(1, (mask.bit_length() - 1) // _BYTE), bits // _BYTE - 1)
    return high - 1, high


def _steps(header: Header) -> Iterator[tuple[int, int]]:
    rows = max(1, _STEP // header.width)
    return ((top, min(rows, header.height - top)) for top in range(0, header.height, rows))


@lru_cache(maxsize=4)
def _table(mask: int) -> tuple[int, ...]:
    """Return the mask's bits of every pair of bytes, scaled to 8 bits."""
    shift = (mask & -mask).bit_length() - 1
    scale = _MAX_8_BITS / (mask >> shift)
    return tuple(round(((pair & mask) >> shift) * scale) for pair in range(_MAX_PAIR + 1))
