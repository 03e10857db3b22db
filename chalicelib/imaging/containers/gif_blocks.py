"""Split a GIF into its blocks, without decoding any pixels. The input is untrusted.

File format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache

from msgspec import Struct

from chalicelib.errors import TooComplex

SCREEN_END = 13
# Each frame has two blocks, and at most 1,000 frames are read. Comments can be in between, but are rare.
MAX_BLOCKS = 10_000
# Nearly all sub-blocks have 255 bytes, so 50 MB are 200,000. They are counted in groups: fewer in a row than
# a group are not counted, but there are only as many rows of them as blocks.
_MAX_SUB_BLOCKS = 1 << 20
_GROUP = 1 << 10
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


class Block(Struct, frozen=True):
    """A block with all its data: `content[start:end]`."""

    kind: Kind
    start: int
    end: int


def first_block(content: bytes) -> int:
    """Return where the first block starts: after the header, logical screen and global color table."""
    return SCREEN_END + table_size(content[10])


def blocks(content: bytes) -> Iterator[Block]:
    """Yield the blocks before the trailer, unknown data or the end of the file.

    Raises TooComplex if there are more than 10,000 blocks, or more than a million sub-blocks.
    """
    at, groups = first_block(content), 0
    for _ in range(MAX_BLOCKS + 1):
        at = _end(_TERMINATORS, content, at)
        if at + _DESCRIPTOR < len(content) and content[at] == _IMAGE:
            kind, data = Kind.IMAGE, data_start(content, at)
        elif at + 1 < len(content) and content[at] == _EXTENSION:
            kind, data = _extension(content[at + 1]), at + 2
        else:
            return
        start, at = at, data
        while group := _group_of_sub_blocks().match(content, at):
            at, groups = group.end(), groups + 1
            if groups > _MAX_SUB_BLOCKS // _GROUP:
                raise _too_complex(f"{_MAX_SUB_BLOCKS:,} sub-blocks")
        at = _end(_sub_blocks(), content, at)
        yield Block(kind, start, at)
    raise _too_complex(f"{MAX_BLOCKS:,} blocks")


def _too_complex(limit: str) -> TooComplex:
    return TooComplex(f"The GIF has more than {limit}; save it again with another program")


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
    """Return a pattern for length-prefixed sub-blocks and their terminator, or for the rest of the file."""
    return re.compile(b"(?s)(?:" + _sub_block() + rb")*+(?:\0|.*)")


@cache
def _group_of_sub_blocks() -> re.Pattern[bytes]:
    return re.compile(b"(?s)(?:" + _sub_block() + b"){%d}+" % _GROUP)


def _sub_block() -> bytes:
    """Return the expression for a sub-block.

    The alternatives are tried in order: first the length of nearly all sub-blocks, then short ones, of which
    a file can contain most. This takes at most 20 ns for each byte, a fifth of the time of a loop.
    """
    lengths = (_LONGEST, *range(1, _LONGEST))
    return b"|".join(re.escape(bytes([length])) + b".{%d}" % length for length in lengths)


def _end(pattern: re.Pattern[bytes], content: bytes, at: int) -> int:
    found = pattern.match(content, at)
    assert found  # noqa: S101  the patterns match anything, even nothing
    return found.end()
