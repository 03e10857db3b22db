"""Assemble a GIF file from images in palette mode.

Pillow's own writer compares RGBA frames with an opaque black background, so that black areas disappear
from the second frame on, and it drops frames that differ only in transparency. Here, Pillow only
compresses each frame. File format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from chalicelib.imaging.animation.layer import highest

# Section 22: a minimum code size below 2 is not allowed.
_MIN_CODE_SIZE = 2
_MAX_U16 = 0xFFFF
_TRAILER = b"\x3b"


@dataclass(frozen=True, slots=True, kw_only=True)
class GifFrame:
    """One image block. `box` is the part of the canvas that it paints, `data` comes from `compress`.

    `palette` (RGB bytes) is a local color table, None to use the global one. `transparent` is the index
    whose pixels are left as they are. `disposal` is what happens to the box before the next frame is
    painted: 1 keeps it, 2 makes it transparent. `delay` is in hundredths of a second.
    """

    box: tuple[int, int, int, int]
    data: bytes
    palette: bytes | None = None
    transparent: int | None = None
    disposal: int = 1
    delay: int = 0


def write(size: tuple[int, int], palette: bytes, frames: Sequence[GifFrame], plays: int) -> bytes:
    """Return the file. `palette` is the global color table, `plays` the number of plays, 0 for endless."""
    moving = len(frames) > 1
    return b"".join(
        (
            _header(size, palette),
            _loop(plays) if moving else b"",
            *(part for frame in frames for part in _frame(frame, moving=moving)),
            _TRAILER,
        )
    )


def compress(image: Image.Image) -> bytes:
    """Return the image data of section 22: the code size, and the LZW codes in data blocks.

    The smaller the largest index, the shorter the codes.
    """
    code_size = max(_MIN_CODE_SIZE, highest(image).bit_length())
    return bytes((code_size,)) + image.tobytes("gif", "P", code_size, 0) + b"\x00"


def _header(size: tuple[int, int], palette: bytes) -> bytes:
    table = _padded(palette)
    return b"GIF89a" + _u16(*size) + bytes((0xF0 | _size_field(table), 0, 0)) + table


def _loop(plays: int) -> bytes:
    """Return the NETSCAPE2.0 extension, which counts repetitions. Without it, the animation plays once."""
    if plays == 1:
        return b""
    repetitions = min(plays - 1, _MAX_U16) if plays else 0
    return b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + _u16(repetitions) + b"\x00"


def _frame(frame: GifFrame, *, moving: bool) -> Iterator[bytes]:
    if moving or frame.transparent is not None:
        yield _control(frame, moving=moving)
    table = _padded(frame.palette) if frame.palette is not None else b""
    flags = 0x80 | _size_field(table) if table else 0
    left, top, right, bottom = frame.box
    yield b"\x2c" + _u16(left, top, right - left, bottom - top) + bytes((flags,)) + table + frame.data


def _control(frame: GifFrame, *, moving: bool) -> bytes:
    flags = (frame.disposal << 2 if moving else 0) | (frame.transparent is not None)
    return b"\x21\xf9\x04" + bytes((flags,)) + _u16(frame.delay) + bytes((frame.transparent or 0, 0))


def _padded(palette: bytes) -> bytes:
    """Return the color table, whose length must be a power of two of at least 2 colors."""
    colors = max(2, len(palette) // 3)
    return palette.ljust(3 << (colors - 1).bit_length(), b"\x00")


def _size_field(table: bytes) -> int:
    return (len(table) // 3).bit_length() - 2


def _u16(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "little") for value in values)
