"""Tell a file's media type, and how it describes its colors, from its bytes."""

import struct
from collections.abc import Iterator

from tests.differential.generator.case import ColorClass

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
)
# ITU-T H.273, table 3: PQ and HLG.
_HDR_TRANSFERS = (16, 18)
_COLOR_CHUNKS = (b"cICP", b"gAMA", b"cHRM")


def media_type(content: bytes) -> str:
    """Return the media type, or an empty text for files of other formats."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return (
            "image/avif" if content[8:12] in (b"avif", b"avis", b"mif1", b"mif3", b"msf1") else "image/heic"
        )
    return next((name for start, name in _SIGNATURES if content.startswith(start)), "")


def color_class(content: bytes) -> ColorClass:
    """Return how the colors of a file from outside are described, which decides how exact they must be."""
    if media_type(content) == "image/png":
        return _png_class(dict(png_chunks(content)))
    at = content.find(b"colrnclx")
    if at < 0:
        return "icc"
    primaries, transfer = struct.unpack_from(">HH", content.ljust(at + 12, b"\0"), at + 8)
    if transfer in _HDR_TRANSFERS:
        return "hdr"
    return "icc" if (primaries, transfer) in ((1, 13), (2, 2)) else "tags"


def _png_class(chunks: dict[bytes, bytes]) -> ColorClass:
    if chunks.get(b"cICP", b"")[1:2] in (b"\x10", b"\x12"):
        return "hdr"
    return "tags" if any(kind in chunks for kind in _COLOR_CHUNKS) else "icc"


def png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name of each chunk, and the start of its body."""
    at = 8
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + min(length, 64)]
        at += 12 + length
