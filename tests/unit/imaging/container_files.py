"""Build files segment by segment or chunk by chunk, to make valid, odd and broken ones."""

import struct
import zlib
from typing import Any

from PIL import Image

from tests.unit.imaging import icc_profiles
from tests.unit.imaging.blocks import blocks
from tests.unit.imaging.samples import RED, YELLOW, encoded, near, quarters, rendered

# The start of a JPEG by Pillow: SOI and the JFIF segment.
_JPEG_START = 20
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIZE = 60, 40
PROFILE = icc_profiles.rgb(icc_profiles.DISPLAY_P3, icc_profiles.SRGB_CURVE)
# A C2PA manifest store without manifests.
C2PA = struct.pack(">I4sI4s4s", 80, b"jumb", 72, b"jumd", b"c2pa") + bytes(range(60))


def tiff(*entries: tuple[int, int, int, bytes], order: str = "<", data: bytes = b"") -> bytes:
    """Return a TIFF structure: a directory of entries (tag, type, count, 4 bytes), then data."""
    header = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    packed = b"".join(struct.pack(order + "HHI", *entry[:3]) + entry[3].ljust(4, b"\0") for entry in entries)
    return header + struct.pack(order + "H", len(entries)) + packed + bytes(4) + data


def orientation(value: int, order: str = "<") -> bytes:
    """Return an EXIF block with this orientation."""
    return tiff((0x0112, 3, 1, struct.pack(order + "H", value)), order=order)


def segment(marker: int, data: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def exif_segment(block: bytes) -> bytes:
    return segment(0xE1, b"Exif\0\0" + block)


def jpeg(*segments: bytes, jfif: bool = True, **options: Any) -> bytes:
    """Return a JPEG of `quarters` with these segments after its start."""
    content = encoded(quarters(*SIZE), "jpeg", **{"quality": 95, "subsampling": 0, **options})
    start = content[:_JPEG_START] if jfif else content[:2]
    return start + b"".join(segments) + content[_JPEG_START:]


def chunk(kind: bytes, data: bytes, *, sound: bool = True) -> bytes:
    """Return a PNG chunk, with a wrong checksum if it is not to be sound."""
    checksum = zlib.crc32(kind + data) ^ (not sound)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def header(color_type: int = 2, depth: int = 8) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", *SIZE, depth, color_type, 0, 0, 0))


def rows() -> bytes:
    """Return the unfiltered rows of `quarters` as RGB."""
    image = quarters(*SIZE)
    return b"".join(b"\0" + image.crop((0, row, SIZE[0], row + 1)).tobytes() for row in range(SIZE[1]))


PIXELS = zlib.compress(rows())
IEND = chunk(b"IEND", b"")


def png(*chunks: bytes, pixels: bytes = PIXELS, after: bytes = IEND) -> bytes:
    """Return a PNG of `quarters` with these chunks before its pixels."""
    return PNG_SIGNATURE + header() + b"".join(chunks) + chunk(b"IDAT", pixels) + after


def is_rendered(content: bytes) -> bool:
    """Return whether a file of `quarters` is rendered right."""
    image = rendered(content, format="png", height=40).convert("RGBA")
    return near(image.getpixel((3, 3)), (*RED, 255)) and near(image.getpixel((56, 36)), (*YELLOW, 255))


def palette_png(*chunks: bytes) -> bytes:
    """Return a PNG with a palette, of two colors by default, in the left and the right half."""
    row = bytes([0, *[0] * (SIZE[0] // 2), *[1] * (SIZE[0] // 2)])
    return PNG_SIGNATURE + header(3) + b"".join(chunks) + chunk(b"IDAT", zlib.compress(row * SIZE[1])) + IEND


def riff_chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def riff(*chunks: bytes, size: int | None = None) -> bytes:
    """Return a RIFF file with these chunks, or with a wrong size."""
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def webp_chunks(image: Image.Image, **options: Any) -> dict[bytes, bytes]:
    """Return the data of the chunks that Pillow writes for an image."""
    return {kind.encode(): data for kind, data in blocks(encoded(image, "webp", **options))}


LOSSLESS = riff_chunk(b"VP8L", webp_chunks(quarters(*SIZE), lossless=True)[b"VP8L"])
LOSSY = riff_chunk(b"VP8 ", webp_chunks(quarters(*SIZE), quality=95)[b"VP8 "])


def extended(flags: int, size: tuple[int, int] = SIZE) -> bytes:
    """Return a VP8X chunk."""
    sides = b"".join((side - 1).to_bytes(3, "little") for side in size)
    return riff_chunk(b"VP8X", flags.to_bytes(4, "little") + sides)


def frame(
    *chunks: bytes, at: tuple[int, int] = (0, 0), size: tuple[int, int] = SIZE, flags: int = 0
) -> bytes:
    """Return an ANMF chunk that is shown for 100 ms."""
    numbers = (at[0] // 2, at[1] // 2, size[0] - 1, size[1] - 1, 100)
    fields = b"".join(number.to_bytes(3, "little") for number in numbers)
    return riff_chunk(b"ANMF", fields + bytes([flags]) + b"".join(chunks))


def animation(plays: int = 0) -> bytes:
    """Return an ANIM chunk."""
    return riff_chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, plays))
