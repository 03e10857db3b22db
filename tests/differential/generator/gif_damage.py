"""Damage to the blocks of a GIF that do not hold its pixels, and to the end of it."""

import struct
from collections.abc import Callable, Sequence

from tests.differential.generator.gif_blocks import TRAILER, compressed, extension

Damage = Callable[[bytes, Sequence[bytes]], bytes]
_CUT = 30


def undamaged(head: bytes, blocks: Sequence[bytes]) -> bytes:
    """Return the complete file."""
    return head + b"".join(blocks) + TRAILER


def _before(*inserted: bytes) -> Damage:
    return lambda head, blocks: undamaged(head, [*inserted, *blocks])


def _after(*inserted: bytes) -> Damage:
    return lambda head, blocks: undamaged(head, [*blocks, *inserted])


def _background(head: bytes, blocks: Sequence[bytes]) -> bytes:
    return undamaged(head[:11] + b"\xff" + head[12:], blocks)


DAMAGES: dict[str, Damage] = {
    "comment": _before(extension(0xFE, b"comment")),
    "xmp": _before(b"\x21\xff\x0bXMP DataXMP" + b"\x05hello\0"),
    "unknown_extension": _before(extension(0x42, b"unknown")),
    "unknown_application": _before(b"\x21\xff\x0bUNKNOWN1.0\0" + b"\x03\x01\0\0\0"),
    "stray_terminators": _before(b"\0\0\0"),
    "empty_frame": _after(b"," + struct.pack("<HHHHB", 0, 0, 0, 0, 0) + compressed([])),
    "background_beyond": _background,
    "no_trailer": lambda head, blocks: undamaged(head, blocks).removesuffix(TRAILER),
    "trailing": lambda head, blocks: undamaged(head, blocks) + b"garbage",
    "garbage_block": _after(b"\x99garbage"),
    "version_87a": lambda head, blocks: undamaged(b"GIF87a" + head[6:], blocks),
    "cut": lambda head, blocks: undamaged(head, blocks)[:-_CUT],
}
