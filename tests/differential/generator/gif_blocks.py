"""The blocks of GIF files. https://www.w3.org/Graphics/GIF/spec-gif89a.txt"""

import struct
from dataclasses import dataclass

from PIL import Image

from tests.differential.generator import palette, scene

TRAILER = b";"
_BITS = 6
# The last entry of the color table is for transparency.
_TRANSPARENT = (1 << _BITS) - 1
_CLEAR, _END = 1 << _BITS, (1 << _BITS) + 1


def _table() -> bytes:
    return b"".join(map(bytes, [*palette.colors(_TRANSPARENT), (0, 255, 255)]))


def header(width: int, height: int, *, has_table: bool = True) -> bytes:
    """Return the header and the logical screen, whose background is a color that must not show."""
    flags = 0x70 | (0x80 | _BITS - 1 if has_table else 0)
    screen = struct.pack("<HHBBB", width, height, flags, 1, 0)
    return b"GIF89a" + screen + (_table() if has_table else b"")


def loops(count: int, application: bytes = b"NETSCAPE2.0") -> bytes:
    """Return the application extension that repeats the animation this many times, 0 for endless."""
    return b"\x21\xff\x0b" + application + b"\x03\x01" + struct.pack("<H", count) + b"\0"


def extension(label: int, body: bytes) -> bytes:
    """Return an extension of one data block."""
    return bytes([0x21, label, len(body)]) + body + b"\0"


@dataclass(frozen=True, slots=True)
class GifFrame:
    """One frame at an offset of the canvas. `delay` is in hundredths of a second."""

    image: Image.Image
    offset: tuple[int, int]
    delay: int = 10
    disposal: int = 0
    is_transparent: bool = False
    is_local: bool = False
    is_interlaced: bool = False

    def block(self) -> bytes:
        """Return the graphic control extension and the image."""
        flags = self.disposal << 2 | self.is_transparent
        control = extension(0xF9, struct.pack("<BHB", flags, self.delay, _TRANSPARENT))
        table = 0x80 | _BITS - 1 if self.is_local else 0
        descriptor = struct.pack("<HHHHB", *self.offset, *self.image.size, table | self.is_interlaced << 6)
        data = compressed([_index(pixel) for row in self._rows() for pixel in row])
        return control + b"," + descriptor + (_table() if self.is_local else b"") + data

    def _rows(self) -> list[list[scene.Rgba]]:
        pixels, (width, height) = scene.pixels(self.image), self.image.size
        rows = [pixels[y * width : (y + 1) * width] for y in range(height)]
        if not self.is_interlaced:
            return rows
        return [row for start, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for row in rows[start::step]]


def _index(pixel: scene.Rgba) -> int:
    return palette.index(pixel, _TRANSPARENT) if pixel[3] else _TRANSPARENT


def compressed(indexes: list[int]) -> bytes:
    """Return the LZW code size and the data blocks. Codes stay one bit longer than the indexes."""
    codes = [_CLEAR]
    for at, index in enumerate(indexes):
        # A clear code before the table grows to the next code length.
        codes += [_CLEAR, index] if at and at % (_CLEAR - 2) == 0 else [index]
    bits = "".join(f"{code:0{_BITS + 1}b}" for code in reversed([*codes, _END]))
    data = int(bits, 2).to_bytes(-(-len(bits) // 8), "little")
    blocks = [data[at : at + 255] for at in range(0, len(data), 255)]
    return bytes([_BITS]) + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"
