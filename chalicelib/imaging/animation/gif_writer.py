"""Assemble a GIF file from images in palette mode.

Pillow's own writer compares RGBA frames with an opaque black background, so that black areas disappear
from the second frame on, and it drops frames that differ only in transparency. Here, Pillow only
compresses each frame. File format: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from PIL import Image

from chalicelib.imaging.animation.layer import highest

# Section 22: a minimum code size below 2 is not allowed.
_MIN_CODE_SIZE = 2
_MAX_U16 = 0xFFFF
_KEEP = 1
_TRAILER = b"\x3b"


class GifFrame(Struct, frozen=True, kw_only=True):
    """One image block. `box` is the part of the canvas that it paints, `data` comes from `compress`.

    `palette` (RGB bytes) is a local color table, None to use the global one. `transparent` is the index
    whose pixels are left as they are. `disposal` is what happens to the box before the next frame is
    painted: 1 keeps it, 2 makes it transparent. `delay` is in hundredths of a second.
    """

    box: tuple[int, int, int, int]
    data: bytes
    palette: bytes | None = None
    transparent: int | None = None
    disposal: int = _KEEP
    delay: int = 0


def write(palette: bytes, frames: Iterable[GifFrame], plays: int) -> bytes:
    """Return the file. The first frame, of which there must be one, covers the canvas.

    `palette` is the global color table, `plays` the number of plays, 0 for endless.
    """
    parts: list[bytes] = []
    transparent: list[int | None] = []
    for number, frame in enumerate(frames):
        parts += _frame(frame)
        if number == 0:
            size = frame.box[2:]
        if frame.palette is None:
            transparent.append(frame.transparent)
    table = _table(palette, transparent)
    return b"".join(
        (
            b"GIF89a" + _u16(*size) + bytes((0xF0 | _size_field(table), 0, 0)) + table,
            _loop(plays) if number else b"",
            *parts,
            _TRAILER,
        )
    )


def compress(image: Image.Image) -> bytes:
    """Return the image data of section 22: the code size, and the LZW codes in data blocks.

    The smaller the largest index, the shorter the codes.
    """
    code_size = max(_MIN_CODE_SIZE, highest(image).bit_length())
    return bytes((code_size,)) + image.tobytes("gif", "P", code_size, 0) + b"\x00"


def _loop(plays: int) -> bytes:
    """Return the NETSCAPE2.0 extension, which counts repetitions. Without it, the animation plays once."""
    if plays == 1:
        return b""
    repetitions = min(plays - 1, _MAX_U16) if plays else 0
    return b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + _u16(repetitions) + b"\x00"


def _frame(frame: GifFrame) -> Iterator[bytes]:
    if frame.transparent is not None or frame.delay or frame.disposal != _KEEP:
        flags = frame.disposal << 2 | (frame.transparent is not None)
        yield b"\x21\xf9\x04" + bytes((flags,)) + _u16(frame.delay) + bytes((frame.transparent or 0, 0))
    table = b"" if frame.palette is None else _table(frame.palette, [frame.transparent])
    left, top, right, bottom = frame.box
    yield b"\x2c" + _u16(left, top, right - left, bottom - top)
    yield bytes((0x80 | _size_field(table) if table else 0,)) + table
    yield frame.data


def _table(palette: bytes, transparent: Sequence[int | None]) -> bytes:
    """Return the color table, with entries for these indices. Its length is a power of two, at least 2."""
    colors = max(2, len(palette) // 3, *(index + 1 for index in transparent if index is not None))
    return palette.ljust(3 << (colors - 1).bit_length(), b"\x00")


def _size_field(table: bytes) -> int:
    return (len(table) // 3).bit_length() - 2


def _u16(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "little") for value in values)
