"""Count the frames of a GIF and compute its canvas size, without decoding any frame.

Pillow counts frames by seeking to each, which takes 0.7 ms per frame: 14 s for a file of 292 KB with
20,000 frames. File format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

from dataclasses import dataclass

_EXTENSION = 0x21
_IMAGE = 0x2C
# The maximum length of a data block. Nearly all image data is in blocks of this length.
_FULL_BLOCK = 255
# How many full blocks to check at once, with a single slice.
_RUN = 1024


@dataclass(frozen=True, slots=True)
class GifOutline:
    """Frame count and canvas size. The canvas is enlarged for frames that exceed it, as in Pillow."""

    frames: int
    width: int
    height: int


def outline(content: bytes, max_frames: int) -> GifOutline:
    """Read the structure of a GIF. Stops after `max_frames` + 1 frames and at the end of a truncated file."""
    width, height = _u16(content, 6), _u16(content, 8)
    frames = 0
    at = 13 + _table_size(content[10])
    while frames <= max_frames and at + 10 < len(content):
        kind = content[at]
        if kind == _IMAGE:
            frames += 1
            width = max(width, _u16(content, at + 1) + _u16(content, at + 5))
            height = max(height, _u16(content, at + 3) + _u16(content, at + 7))
            at = _after_blocks(content, at + 11 + _table_size(content[at + 9]))
        elif kind == _EXTENSION:
            at = _after_blocks(content, at + 2)
        elif kind == 0:
            at += 1  # a stray terminator between blocks, which all decoders skip
        else:
            break
    return GifOutline(frames, width, height)


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")


def _table_size(flags: int) -> int:
    """Return the size in bytes of the color table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    """Return the position after a chain of length-prefixed blocks, which ends with an empty one."""
    while at < len(content) and content[at]:
        at += content[at] + 1
        at += _full_blocks(content, at) * (_FULL_BLOCK + 1)
    return at + 1


def _full_blocks(content: bytes, at: int) -> int:
    """Return the number of consecutive full blocks from this position, at most 1,024."""
    step = _FULL_BLOCK + 1
    lengths = content[at : at + _RUN * step : step]
    return len(lengths) - len(lengths.lstrip(bytes([_FULL_BLOCK])))
