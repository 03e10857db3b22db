"""Decode the pixels of a BMP."""

from types import MappingProxyType

from PIL import Image

from chalicelib.errors import CorruptImage
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.containers.bmp_header import Compression, Header
from chalicelib.imaging.decoding.bmp import bit_fields, run_lengths

_RUN_LENGTHS = (Compression.RLE8, Compression.RLE4, Compression.RLE24)
_INDEXES = MappingProxyType({1: "P;1", 2: "P;2", 4: "P;4", 8: "P"})
# Raw modes of Pillow by bits and color masks. The fourth byte is alpha (A) or nothing (X).
_COLORS = MappingProxyType(
    {
        (16, 0x7C00, 0x3E0, 0x1F): "BGR;15",
        (16, 0xF800, 0x7E0, 0x1F): "BGR;16",
        (32, 0xFF0000, 0xFF00, 0xFF): "BGR*",
        (32, 0xFF, 0xFF00, 0xFF0000): "RGB*",
        (32, 0xFF000000, 0xFF0000, 0xFF00): "*BGR",
        (32, 0xFF000000, 0xFF00, 0xFF): "BG*R",
    }
)
_ALL_BITS = 0xFFFFFFFF
_MASKED = (16, 32)
# Bytes per pixel of what is kept besides the image: values, what was drawn, and colors; or bands.
_RUNS, _BANDS = 16, 5
_SECONDS_PER_BYTE_OF_RUNS, _SECONDS_PER_MASKED_PIXEL = 8e-7, 4e-8
_RGB_BITS, _MAX_INDEX_BITS = 24, 8


def memory(header: Header) -> int:
    """Return the bytes that decoding takes besides the image: a copy of the pixels, bands, and runs."""
    count = header.width * header.height
    if header.compression in _RUN_LENGTHS:
        return count * _RUNS
    if header.masks[3] or (header.bits in _MASKED and _raw_mode(header, has_alpha=False) is None):
        return count * _BANDS + bit_fields.STEP_MEMORY
    return header.row_bytes * header.height


def seconds(file_size: int, header: Header) -> float:
    """Return the seconds that decoding takes at most. Runs can have a pixel for each two bytes."""
    if header.compression in _RUN_LENGTHS:
        return file_size * _SECONDS_PER_BYTE_OF_RUNS
    bands = sum(1 for mask in header.masks if mask)
    return header.width * header.height * bands * _SECONDS_PER_MASKED_PIXEL


def _missing(content: bytes, header: Header) -> bool:
    """Return whether pixels are missing. The padding of the last row may be."""
    padding = header.row_bytes - (header.width * header.bits + 7) // 8
    return len(content) < header.pixels_at + header.row_bytes * header.height - padding


def alpha(content: bytes, header: Header) -> Image.Image | None:
    """Return the alpha channel of a complete file, None if there is none or if it is 0 everywhere."""
    if not header.masks[3] or _missing(content, header):
        return None
    found = bit_fields.channel(content, header, header.masks[3])
    return None if found.getextrema() == (0, 0) else found


def decode(content: bytes, header: Header, alpha: Image.Image | None, time: TimeBudget) -> Image.Image:
    """Return the pixels, with the alpha channel that `alpha` returned.

    Raises CorruptImage, and TooComplex or OutOfTime for a flood of runs.
    """
    if header.compression in _RUN_LENGTHS:
        return _run_lengths(content, header, time)
    if _missing(content, header):
        raise CorruptImage("The BMP is truncated: its pixel data ends early")
    if header.bits <= _MAX_INDEX_BITS:
        return _colored(_raw(content, header, "P", _INDEXES[header.bits]), content, header)
    raw_mode = _raw_mode(header, has_alpha=alpha is not None)
    if raw_mode is not None:
        return _raw(content, header, "RGBA" if "A" in raw_mode else "RGB", raw_mode)
    colors = [bit_fields.channel(content, header, mask) for mask in header.masks[:3]]
    return Image.merge("RGB", colors) if alpha is None else Image.merge("RGBA", (*colors, alpha))


def _raw_mode(header: Header, *, has_alpha: bool) -> str | None:
    """Return Pillow's raw mode for the header's masks, None if there is none."""
    if header.bits == _RGB_BITS:
        return "BGR"
    raw_mode = _COLORS.get((header.bits, *header.masks[:3]))
    if raw_mode is None or not has_alpha:
        return raw_mode and raw_mode.replace("*", "X")
    return raw_mode.replace("*", "A") if sum(header.masks) == _ALL_BITS else None


def _raw(content: bytes, header: Header, mode: str, raw_mode: str) -> Image.Image:
    size = header.row_bytes * header.height
    pixels = content[header.pixels_at : header.pixels_at + size].ljust(size, b"\0")
    return Image.frombytes(mode, _size(header), pixels, "raw", raw_mode, header.row_bytes, _direction(header))


def _run_lengths(content: bytes, header: Header, time: TimeBudget) -> Image.Image:
    """Return the pixels, black where none were drawn, like Chromium."""
    runs = run_lengths.decode(content, header, time)
    if runs.drawn.count(0) == len(runs.drawn):
        raise CorruptImage("The BMP is truncated: its pixel data is missing")
    size, direction = _size(header), _direction(header)
    if header.compression is Compression.RLE24:
        return Image.frombytes("RGB", size, bytes(runs.values), "raw", "BGR", 0, direction)
    image = _colored(
        Image.frombytes("P", size, bytes(runs.values), "raw", "P", 0, direction), content, header
    )
    if 0 not in runs.drawn:
        return image
    drawn = Image.frombytes("L", size, bytes(runs.drawn), "raw", "L", 0, direction)
    return Image.composite(image.convert("RGB"), Image.new("RGB", size), drawn)


def _colored(indexes: Image.Image, content: bytes, header: Header) -> Image.Image:
    """Give indexes their colors. Missing ones are black."""
    step = header.color_size
    palette = content[header.palette_at : header.palette_at + header.colors * step]
    palette = palette.ljust((1 << _MAX_INDEX_BITS) * step, b"\0")
    blue, green, red = (palette[place::step] for place in range(3))
    indexes.putpalette(bytes(value for color in zip(red, green, blue, strict=False) for value in color))
    return indexes.convert("L") if red == green == blue else indexes


def _size(header: Header) -> tuple[int, int]:
    return header.width, header.height


def _direction(header: Header) -> int:
    return 1 if header.top_down else -1
