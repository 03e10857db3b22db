"""Build BMPs with any header, and decode them."""

from collections.abc import Sequence
from struct import pack

from PIL import Image

from chalicelib.imaging.source import open_source

INFO, V3, V5, OS2 = 40, 56, 124, 64
BIT_FIELDS, RLE8, RLE4, RLE24 = 3, 1, 2, 4
A8R8G8B8 = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
RED, GREEN, BLUE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)
PALETTE = bytes((0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0))


def bmp(
    width: int,
    height: int,
    bits: int,
    pixels: bytes,
    *,
    compression: int = 0,
    masks: Sequence[int] = (),
    palette: bytes = b"",
    size: int = INFO,
) -> bytes:
    """Return a BMP. `masks` are the 32-bit fields from byte 40 of the header on."""
    fields = pack("<IiiHHIIiiII", size, width, height, 1, bits, compression, 0, 0, 0, len(palette) // 4, 0)
    header = (fields + pack(f"<{len(masks)}I", *masks)).ljust(size, b"\0")
    start = 14 + len(header) + len(palette)
    return b"BM" + pack("<IHHI", start + len(pixels), 0, 0, start) + header + palette + pixels


def decoded(content: bytes) -> Image.Image:
    image = open_source(content, "bmp", 1).image
    image.load()
    return image


def row(content: bytes) -> list[object]:
    """Return the first row as RGB or RGBA."""
    image = decoded(content)
    image = image if image.mode == "RGBA" else image.convert("RGB")
    return [image.getpixel((x, 0)) for x in range(image.width)]
