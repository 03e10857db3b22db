"""Reuse the source's pixel data as a variant if the image needs no changes.

Encoding a strongly compressed image again would make it larger and lose quality. So if a variant has the
same format and the same pixels as the source, its pixel data is copied if that is smaller. Metadata,
previews and data after the end of the image are removed.
"""

import struct

from chalicelib.imaging.jpeg_segments import Segment, UnexpectedStructure, segments
from chalicelib.imaging.png_chunks import SIGNATURE, chunks
from chalicelib.models import ImageInfo, VariantPlan

# Tables, frames (baseline, extended, progressive) and scans.
_JPEG_SEGMENTS = {0xC0, 0xC1, 0xC2, 0xC4, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD}
# Adobe's segment says how colors are stored. Without it, decoders may interpret them incorrectly.
_ADOBE, _ADOBE_LENGTH = 0xEE, 12
_PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def needs_nothing(info: ImageInfo, plan: VariantPlan) -> bool:
    """Return whether the variant has the same pixels as the source, except for the color space."""
    stored = info.width, info.height
    return (
        info.format == plan.format
        and info.frames == info.orientation == 1
        and stored == (plan.width, plan.height) == (plan.scaled_width, plan.scaled_height)
    )


def bare(content: bytes, name: str) -> bytes | None:
    """Return the file with only the data that its pixels need, or None if that is uncertain."""
    if name == "jpeg":
        return _bare_jpeg(content)
    if name == "png":
        return _bare_png(content)
    return content if name == "webp" and _is_bare_webp(content) else None


def _bare_jpeg(content: bytes) -> bytes | None:
    try:
        found = list(segments(content))
    except UnexpectedStructure:
        return None
    return b"".join(content[each.start : each.end] for each in found if _is_needed(each))


def _is_needed(segment: Segment) -> bool:
    if segment.marker == _ADOBE:
        return segment.header.startswith(b"Adobe") and len(segment.header) == _ADOBE_LENGTH
    return segment.marker in _JPEG_SEGMENTS


def _bare_png(content: bytes) -> bytes | None:
    found = list(chunks(content))
    kinds = [kind for kind, _ in found]
    if b"acTL" in kinds or kinds[-1:] != [b"IEND"]:
        return None
    return SIGNATURE + b"".join(chunk for kind, chunk in found if kind in _PNG_CHUNKS)


def _is_bare_webp(content: bytes) -> bool:
    """Return whether the file contains only pixel data. With metadata, it would be in the extended format."""
    (size,) = struct.unpack_from("<I", content, 16)
    return content[12:16] in (b"VP8 ", b"VP8L") and len(content) == 20 + size + size % 2
