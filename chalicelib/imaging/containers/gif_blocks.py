"""Split a GIF into its blocks, without decoding any pixels. The input is untrusted.

File format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

SCREEN_END = 13
# Each frame has two blocks, and at most 1,000 frames are read. Comments can be in between, but are rare.
MAX_BLOCKS = 1 << 16
_EXTENSION = 0x21
_IMAGE = 0x2C
_GRAPHIC_CONTROL = 0xF9
_APPLICATION = 0xFF
# The length of an image descriptor with its separator.
_DESCRIPTOR = 10
_LONGEST = 255
# Stray terminators between blocks, which most decoders skip.
_TERMINATORS = re.compile(rb"\0*+")


class Kind(Enum):
    """The kinds of blocks. OTHER are comments, plain text and unknown extensions."""

    IMAGE = "image"
    GRAPHIC_CONTROL = "graphic control"
    APPLICATION = "application"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """A block with all its data: `content[start:end]`."""

    kind: Kind
    start: int
    end: int


def first_block(content: bytes) -> int:
    """Return where the first block starts: after the header, logical screen and global color table."""
    return SCREEN_END + table_size(content[10])


def blocks(content: bytes) -> Iterator[Block]:
    """Yield the blocks before the trailer, unknown data or the end of the file, at most MAX_BLOCKS."""
    at = first_block(content)
    for _ in range(MAX_BLOCKS):
        at = _end(_TERMINATORS, content, at)
        if at + _DESCRIPTOR < len(content) and content[at] == _IMAGE:
            kind, data = Kind.IMAGE, data_start(content, at)
        elif at + 1 < len(content) and content[at] == _EXTENSION:
            kind, data = _extension(content[at + 1]), at + 2
        else:
            return
        start, at = at, _end(_sub_blocks(), content, data)
        yield Block(kind, start, at)


def data_start(content: bytes, image: int) -> int:
    """Return where an image's data sub-blocks start, after its descriptor, color table and code size."""
    return image + _DESCRIPTOR + table_size(content[image + _DESCRIPTOR - 1]) + 1


def table_size(flags: int) -> int:
    """Return the size in bytes of the color table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _extension(label: int) -> Kind:
    if label == _GRAPHIC_CONTROL:
        return Kind.GRAPHIC_CONTROL
    return Kind.APPLICATION if label == _APPLICATION else Kind.OTHER


@cache
def _sub_blocks() -> re.Pattern[bytes]:
    """Return a pattern for length-prefixed sub-blocks and their terminator, or for the rest of the file.

    The alternatives are tried in order: first the length of nearly all sub-blocks, then short ones, of which
    a file can contain most. For 10 MB of sub-blocks of one byte, this takes a fifth of the time of a loop.
    """
    lengths = (_LONGEST, *range(1, _LONGEST))
    sub_blocks = (re.escape(bytes([length])) + b".{%d}" % length for length in lengths)
    return re.compile(b"(?s)(?:" + b"|".join(sub_blocks) + rb")*+(?:\0|.*)")


def _end(pattern: re.Pattern[bytes], content: bytes, at: int) -> int:
    found = pattern.match(content, at)
    assert found  # noqa: S101  the patterns match anything, even nothing
    return found.end()
