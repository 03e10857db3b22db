"""The pixels of BMP files: palettes, bit fields and run-length encoding."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from tests.differential.generator import palette, scene

_RLE8, _RLE4, _BITFIELDS = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Bits per pixel, the compression number, and masks of red, green, blue and alpha."""

    bits: int
    compression: int = 0
    masks: tuple[int, int, int, int] | None = None
    has_alpha: bool = False
    is_blank: bool = False

    @property
    def is_palette(self) -> bool:
        """Return whether pixels are indexes."""
        return self.bits <= 8


_8888 = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
LAYOUTS = {
    **{f"palette{bits}": Layout(bits) for bits in (1, 4, 8)},
    "rle8": Layout(8, _RLE8),
    "rle4": Layout(4, _RLE4),
    "rgb555": Layout(16),
    "rgb565": Layout(16, _BITFIELDS, (0xF800, 0x7E0, 0x1F, 0)),
    "rgba4444": Layout(16, _BITFIELDS, (0xF00, 0xF0, 0xF, 0xF000), has_alpha=True),
    "rgba1555": Layout(16, _BITFIELDS, (0x7C00, 0x3E0, 0x1F, 0x8000), has_alpha=True),
    "rgb24": Layout(24),
    "rgbx32": Layout(32),
    "rgbx32_blank": Layout(32, is_blank=True),
    "rgb32_masks": Layout(32, _BITFIELDS, (*_8888[:3], 0)),
    "bgr32_masks": Layout(32, _BITFIELDS, (0xFF, 0xFF00, 0xFF0000, 0)),
    "rgb101010": Layout(32, _BITFIELDS, (0x3FF00000, 0xFFC00, 0x3FF, 0)),
    "rgba32": Layout(32, _BITFIELDS, _8888, has_alpha=True),
    "rgba32_blank": Layout(32, _BITFIELDS, _8888, is_blank=True),
}


def color_table(layout: Layout, entry: int) -> bytes:
    """Return the palette with entries of 3 or 4 bytes."""
    if not layout.is_palette:
        return b""
    return b"".join(bytes(color[::-1]).ljust(entry, b"\0") for color in palette.colors(1 << layout.bits))


def packed(image: Image.Image, layout: Layout) -> bytes:
    """Return the rows of an RGBA image, as they are stored."""
    pixels, (width, height) = scene.pixels(image), image.size
    rows = [pixels[y * width : (y + 1) * width] for y in range(height)]
    if layout.compression in (_RLE8, _RLE4):
        return b"".join(_run_lengths(row, layout.bits) for row in rows) + b"\0\1"
    return b"".join(_row(row, layout) for row in rows)


def _row(row: Sequence[scene.Rgba], layout: Layout) -> bytes:
    bits = "".join(f"{_value(pixel, layout):0{layout.bits}b}" for pixel in row)
    bits += "0" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")
    size = layout.bits // 8
    if size > 1:
        data = b"".join(data[at : at + size][::-1] for at in range(0, len(data), size))
    return data + bytes(-len(data) % 4)


def _run_lengths(row: Sequence[scene.Rgba], bits: int) -> bytes:
    data = b""
    for index, run in groupby(palette.index(pixel, 1 << bits) for pixel in row):
        length = len(list(run))
        data += bytes([length, index if bits == 8 else index << 4 | index])
    return data + b"\0\0"


def _value(pixel: scene.Rgba, layout: Layout) -> int:
    if layout.is_palette:
        return palette.index(pixel, 1 << layout.bits)
    if layout.masks:
        red, green, blue, alpha = (
            _masked(sample, mask) for sample, mask in zip(pixel, layout.masks, strict=True)
        )
        return red | green | blue | (0 if layout.is_blank else alpha)
    if layout.bits == 16:
        return (pixel[0] >> 3) << 10 | (pixel[1] >> 3) << 5 | pixel[2] >> 3
    unused = 0 if layout.is_blank else 0x55000000
    return pixel[0] << 16 | pixel[1] << 8 | pixel[2] | (unused if layout.bits == 32 else 0)


def _masked(sample: int, mask: int) -> int:
    if not mask:
        return 0
    shift = (mask & -mask).bit_length() - 1
    return round(sample * (mask >> shift) / 255) << shift
