"""Walks the blocks of a GIF: how many frames, and how far they reach, without decoding any.

Pillow counts frames by seeking through them, 0.7 ms each: 14 s for a 292 KB file of 20,000 frames.
Layout: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

from dataclasses import dataclass

_EXTENSION = 0x21
_IMAGE = 0x2C
# Nearly all of an image's data lies in blocks of this many bytes, behind a byte that says so.
_FULL_BLOCK = 255
# Full blocks that are looked at together: a look costs no more than a short copy.
_RUN = 1024


@dataclass(frozen=True, slots=True)
class GifOutline:
    """`width` and `height` are the canvas, grown to hold frames that reach beyond it as Pillow grows it."""

    frames: int
    width: int
    height: int


def outline(content: bytes, max_frames: int) -> GifOutline:
    """Count frames, at most `max_frames` + 1; a file cut short has the frames that begin in it."""
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
            at += 1  # stray terminators between blocks, which all decoders skip
        else:
            break
    return GifOutline(frames, width, height)


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")


def _table_size(flags: int) -> int:
    """Return the bytes of the colour table that these flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    """Return the position after a chain of length-prefixed blocks, which ends with an empty one."""
    while at < len(content) and content[at]:
        at += content[at] + 1
        at += _full_blocks(content, at) * (_FULL_BLOCK + 1)
    return at + 1


def _full_blocks(content: bytes, at: int) -> int:
    """Count the full blocks, up to a thousand, that follow each other from here on."""
    step = _FULL_BLOCK + 1
    lengths = content[at : at + _RUN * step : step]
    return len(lengths) - len(lengths.lstrip(bytes([_FULL_BLOCK])))
