"""Draw files that are legal and small, and take far more time or memory than other files of their size."""

import io
import struct
import zlib
from collections.abc import Mapping

from PIL import Image

# Sides in pixels, counts of scans, chunks and frames.
_JPEG_SIDE, _SCANS = 2_000, 3_000
_PNG_CHUNKS = 200_000
_AVIF_SIDE = 4_000
_GIF_SIDE, _FRAMES = 200, 60
# https://www.w3.org/TR/png-3/#5PNG-file-signature
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def draw() -> Mapping[str, bytes]:
    """Return the files by name."""
    return {
        "scans.jpg": many_scans(),
        "chunks.png": empty_chunks(),
        "big.avif": big_avif(),
        "frames.gif": many_frames(),
    }


def many_scans() -> bytes:
    """Return a progressive JPEG whose scans say nothing. A decoder visits every block in each of them."""
    head = b"\xff\xd8" + _segment(0xDB, b"\0" + b"\x01" * 64)
    components = b"\x01\x11\0\x02\x11\0\x03\x11\0"
    head += _segment(0xC2, struct.pack(">BHHB", 8, _JPEG_SIDE, _JPEG_SIDE, 3) + components)
    # Huffman tables of one code each: in DC "0" is category 0, in AC "0" is a run of blocks without values.
    head += _segment(0xC4, b"\x00\x01" + b"\0" * 15 + b"\x00")
    head += _segment(0xC4, b"\x10\x01" + b"\0" * 15 + b"\xe0")
    blocks = (_JPEG_SIDE // 8) ** 2
    head += _segment(0xDA, b"\x03\x01\x00\x02\x00\x03\x00\x00\x00\x00") + bytes((blocks * 3 + 7) // 8)
    bits = ("0" + "1" * 14) * -(-blocks // 32_767)
    bits += "1" * (-len(bits) % 8)
    body = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    scan = _segment(0xDA, b"\x01\x02\x00\x01\x3f\x00") + body
    return head + scan * _SCANS + b"\xff\xd9"


def empty_chunks() -> bytes:
    """Return a PNG of 8x8 pixels with empty ancillary chunks."""
    rows = zlib.compress((b"\0" + b"\x55" * 24) * 8)
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    return _PNG_SIGNATURE + header + _chunk(b"abCd") * _PNG_CHUNKS + _chunk(b"IDAT", rows) + _chunk(b"IEND")


def big_avif() -> bytes:
    """Return a transparent AVIF of one color, which is a few KB."""
    file = io.BytesIO()
    Image.new("RGBA", (_AVIF_SIDE, _AVIF_SIDE), (200, 30, 90, 120)).save(file, "AVIF", speed=10, quality=30)
    return file.getvalue()


def many_frames() -> bytes:
    """Return an animated GIF of noise."""
    frames = [Image.effect_noise((_GIF_SIDE, _GIF_SIDE), 60) for _ in range(_FRAMES)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=40, loop=0)
    return file.getvalue()


def _segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def _chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
