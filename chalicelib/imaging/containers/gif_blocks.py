"""Split a GIF into its screen and its blocks, without decoding any pixels. The input is untrusted.

File format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_EXTENSION = 0x21
_IMAGE = 0x2C
_GRAPHIC_CONTROL = 0xF9
_APPLICATION = 0xFF
SCREEN_END = 13
# The length of an image descriptor, with its separator, and of the code size after its color table.
_DESCRIPTOR = 10
# The maximum length of a data sub-block. Nearly all image data is in sub-blocks of this length.
_FULL_BLOCK = 255
# How many full sub-blocks to check at once, with a single slice.
_RUN = 1024


class Kind(Enum):
    """The kinds of blocks. OTHER are comments, plain text and unknown extensions."""

    IMAGE = "image"
    GRAPHIC_CONTROL = "graphic control"
    APPLICATION = "application"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """A block with all its data. `end` exceeds the file if the block is cut off."""

    kind: Kind
    start: int
    end: int


def first_block(content: bytes) -> int:
    """Return where the first block starts: after the header, logical screen and global color table."""
    return SCREEN_END + table_size(content[10])


def blocks(content: bytes) -> Iterator[Block]:
    """Yield all blocks, up to the trailer, to unknown data, or to the end of a truncated file."""
    at = first_block(content)
    while at + 1 < len(content):
        if content[at] == _IMAGE and at + _DESCRIPTOR < len(content):
            start, kind = data_start(content, at), Kind.IMAGE
        elif content[at] == _EXTENSION:
            start, kind = at + 2, _extension(content[at + 1])
        elif content[at] == 0:
            at += 1  # a stray terminator between blocks, which most decoders skip
            continue
        else:
            return
        end = _after_sub_blocks(content, start)
        yield Block(kind, at, end)
        at = end


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


def _after_sub_blocks(content: bytes, at: int) -> int:
    """Return the position after a chain of length-prefixed sub-blocks, which ends with an empty one."""
    while at < len(content) and (length := content[at]):
        at += length + 1
        if length == _FULL_BLOCK:
            at += _full_blocks(content, at) * (_FULL_BLOCK + 1)
    return at + 1


def _full_blocks(content: bytes, at: int) -> int:
    """Return the number of consecutive full sub-blocks from this position, at most 1,024."""
    step = _FULL_BLOCK + 1
    lengths = content[at : at + _RUN * step : step]
    return len(lengths) - len(lengths.lstrip(bytes([_FULL_BLOCK])))
