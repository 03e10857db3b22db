"""Damage to the parts of a WebP that do not hold its pixels, and to the end of it."""

from collections.abc import Callable
from dataclasses import replace

from tests.differential.generator.webp_chunks import WebpFile, chunk, riff

Damage = Callable[[WebpFile], bytes]
_CUT = 40


def _behind(*inserted: bytes) -> Damage:
    return lambda file: riff(b"".join([*file.parts(), *inserted]))


DAMAGES: dict[str, Damage] = {
    "exif_garbage": lambda file: replace(file, exif=b"garbage").content(),
    "exif_truncated": lambda file: replace(file, exif=b"II*\0\x08\0\0\0\1\0\x12\1").content(),
    "exif_unannounced": _behind(chunk(b"EXIF", b"II*\0\x08\0\0\0\0\0\0\0\0\0")),
    "icc_garbage": lambda file: replace(file, icc=b"garbage").content(),
    "icc_behind": _behind(chunk(b"ICCP", b"garbage")),
    "xmp_garbage": _behind(chunk(b"XMP ", b"<x:xmpmeta")),
    "unknown_chunk": _behind(chunk(b"junk", b"junk")),
    "trailing": lambda file: file.content() + b"garbage",
    "cut": lambda file: file.content()[:-_CUT],
}
