"""Damage to the parts of a PNG that do not hold its pixels, and to the very end of it."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

from tests.differential.generator.png_chunks import Parts, chunk

Damage = Callable[[Parts], Parts]
# Inflated sizes above a decoder's limits for text and profiles.
_LARGE = 1_500_000


def _inserted(*chunks: bytes) -> Damage:
    return lambda parts: replace(parts, before=[*parts.before, *chunks])


def _early(*chunks: bytes) -> Damage:
    """Insert chunks right behind IHDR, where color chunks must be."""
    return lambda parts: replace(parts, before=[parts.before[0], *chunks, *parts.before[1:]])


def _body(parts: Parts) -> bytes:
    return b"".join(data[8:-4] for data in parts.data)


def _split(parts: Parts) -> Parts:
    body = _body(parts)
    sizes = [body[at : at + 7] for at in range(0, len(body), 7)]
    return replace(parts, data=[chunk(b"IDAT", part) for part in [b"", *sizes, b""]])


def _adler(parts: Parts) -> Parts:
    return replace(parts, data=[chunk(b"IDAT", _body(parts)[:-4] + bytes(4))])


def _no_adler(parts: Parts) -> Parts:
    return replace(parts, data=[chunk(b"IDAT", _body(parts)[:-4])])


def _cut(parts: Parts) -> Parts:
    body = _body(parts)
    return replace(parts, data=[chunk(b"IDAT", body[: len(body) // 2])], after=[])


DAMAGES: dict[str, Damage] = {
    "text": _inserted(chunk(b"tEXt", b"Comment\0text"), chunk(b"tIME", bytes([7, 230, 1, 1, 0, 0, 0]))),
    "text_crc": _inserted(chunk(b"tEXt", b"Comment\0text", crc=1)),
    "ztxt_large": _inserted(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(_LARGE)))),
    "ztxt_method": _inserted(chunk(b"zTXt", b"Comment\0\7" + zlib.compress(b"text"))),
    "ztxt_garbage": _inserted(chunk(b"zTXt", b"Comment\0\0garbage")),
    "itxt_garbage": _inserted(chunk(b"iTXt", b"Comment\0\1\0\0\0\xff\xfe")),
    "exif_garbage": _inserted(chunk(b"eXIf", b"garbage")),
    "exif_crc": _inserted(chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0", crc=1)),
    "raw_profile": _inserted(chunk(b"tEXt", b"Raw profile type exif\0\nexif\n  xx\nzz")),
    "iccp_large": _early(chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(_LARGE)))),
    "iccp_garbage": _early(chunk(b"iCCP", b"profile\0\0garbage")),
    "iccp_crc": _early(chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(200)), crc=1)),
    "gama_short": _early(chunk(b"gAMA", b"\0\1")),
    "gama_zero": _early(chunk(b"gAMA", bytes(4))),
    "gama_crc": _early(chunk(b"gAMA", struct.pack(">I", 100_000), crc=1)),
    "chrm_short": _early(chunk(b"cHRM", bytes(7))),
    "chrm_zero": _early(chunk(b"cHRM", bytes(32))),
    "srgb_short": _early(chunk(b"sRGB", b"")),
    "cicp_short": _early(chunk(b"cICP", b"\1\1")),
    "phys_short": _inserted(chunk(b"pHYs", b"\0\0")),
    "phys_crc": _inserted(chunk(b"pHYs", bytes(9), crc=1)),
    "actl_short": _inserted(chunk(b"acTL", b"\0\0")),
    "actl_crc": _inserted(chunk(b"acTL", struct.pack(">II", 2, 0), crc=1)),
    "bkgd": _inserted(chunk(b"bKGD", bytes(1))),
    "private": _inserted(chunk(b"prVt", bytes(40)), chunk(b"teSt", b"")),
    "idat_split": _split,
    "adler": _adler,
    "no_adler": _no_adler,
    "no_iend": lambda parts: replace(parts, after=parts.after[:-1]),
    "iend_crc": lambda parts: replace(parts, after=[*parts.after[:-1], chunk(b"IEND", b"", crc=1)]),
    "trailing": lambda parts: replace(parts, after=[*parts.after, b"garbage behind the end"]),
    "cut": _cut,
}
