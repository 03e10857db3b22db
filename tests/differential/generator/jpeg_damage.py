"""Damage to the parts of a JPEG that do not hold its pixels, and to the very end of it."""

from collections.abc import Callable

from tests.differential.generator.jpeg_segments import EOI, exif_segment, segment, xmp_segment
from tests.differential.generator.tiff_structure import exif

Damage = Callable[[bytes], bytes]
_JFIF = 0xE0
_ICC = b"ICC_PROFILE\0"


def _first(*segments: bytes) -> Damage:
    """Insert segments right behind SOI."""
    return lambda content: content[:2] + b"".join(segments) + content[2:]


def _without_jfif(content: bytes) -> bytes:
    at = content.find(b"\xff\xe0")
    if at < 0:
        return content
    return content[:at] + content[at + 2 + int.from_bytes(content[at + 2 : at + 4], "big") :]


def _cut(content: bytes) -> bytes:
    start = content.rindex(b"\xff\xda") + 12
    return content[: start + (len(content) - start) // 2]


DAMAGES: dict[str, Damage] = {
    "comment": _first(segment(0xFE, b"comment")),
    "exif_garbage": _first(exif_segment(b"garbage")),
    "exif_empty": _first(exif_segment(b"")),
    "exif_offset": _first(exif_segment(b"II*\0\xff\xff\xff\x7f")),
    "exif_truncated": _first(exif_segment(exif(6)[:14])),
    "exif_orientation9": _first(exif_segment(exif(9))),
    "exif_orientation0": _first(exif_segment(exif(0))),
    "exif_twice": _first(exif_segment(exif(1)), exif_segment(exif(6))),
    "exif_after_jfif": lambda content: content[:20] + exif_segment(exif(6)) + content[20:],
    "xmp_orientation": _first(xmp_segment(6)),
    "xmp_garbage": _first(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta")),
    "icc_short": _first(segment(0xE2, _ICC)),
    "icc_garbage": _first(segment(0xE2, _ICC + b"\1\1garbage")),
    "icc_count_zero": _first(segment(0xE2, _ICC + b"\0\0garbage")),
    "jfif_short": lambda content: _first(segment(_JFIF, b"JFIF\0"))(_without_jfif(content)),
    "jfif_absent": _without_jfif,
    "jfif_density": lambda content: _first(segment(_JFIF, b"JFIF\0\1\1\1\0\0\0\0\0\0"))(
        _without_jfif(content)
    ),
    "adobe_short": _first(segment(0xEE, b"Adobe")),
    "photoshop_garbage": _first(segment(0xED, b"Photoshop 3.0\0garbage")),
    "mpf_garbage": _first(segment(0xE2, b"MPF\0garbage")),
    "unknown_app": _first(segment(0xEB, b"x" * 300)),
    "fill_bytes": lambda content: content[:2] + b"\xff\xff\xff" + content[2:],
    "no_eoi": lambda content: content.removesuffix(EOI),
    "trailing": lambda content: content + b"garbage behind the end",
    "trailing_jpeg": lambda content: content + content,
    "cut": _cut,
}
