"""A GIF decoder written from the specification, because Pillow's reader hides faults of GIF files.

It reads what Darkroom writes: GIF89a without interlacing. Every deviation is an AssertionError. It was
compared with ImageMagick's on the files of the tests.
"""

from dataclasses import dataclass, field

from PIL import Image

Color = tuple[int, int, int]


@dataclass
class GifFrame:
    """One image block, and `shown`, the whole canvas (RGBA) after painting it."""

    box: tuple[int, int, int, int]
    delay: int
    disposal: int
    local: bool
    shown: Image.Image


@dataclass
class Gif:
    """A decoded file. `repetitions` is None without a NETSCAPE2.0 extension."""

    size: tuple[int, int]
    frames: list[GifFrame] = field(default_factory=list)
    repetitions: int | None = None
    extensions: list[int] = field(default_factory=list)


def decode(content: bytes) -> Gif:
    """Decode all frames."""
    assert content[:6] == b"GIF89a"
    gif = Gif((_u16(content, 6), _u16(content, 8)))
    table, at = _table(content, 13, content[10])
    canvas = Image.new("RGBA", gif.size)
    delay, disposal, transparent = 0, 0, None
    while content[at] != 0x3B:
        if content[at] == 0x21:
            label = content[at + 1]
            blocks, at = _blocks(content, at + 2)
            gif.extensions.append(label)
            if label == 0xF9:
                flags = blocks[0][0]
                delay, disposal = _u16(blocks[0], 1), flags >> 2 & 7
                transparent = blocks[0][3] if flags & 1 else None
            elif label == 0xFF and blocks[0] == b"NETSCAPE2.0":
                gif.repetitions = _u16(blocks[1], 1)
            continue
        assert content[at] == 0x2C
        left, top, width, height = (_u16(content, at + offset) for offset in (1, 3, 5, 7))
        box = (left, top, left + width, top + height)
        assert left < box[2] <= gif.size[0]
        assert top < box[3] <= gif.size[1]
        assert not content[at + 9] & 0x40, "interlaced"
        local, after = _table(content, at + 10, content[at + 9])
        blocks, at = _blocks(content, after + 1)
        indices = _lzw(b"".join(blocks), content[after], width * height)
        _paint(canvas, box, indices, local or table, transparent)
        gif.frames.append(GifFrame(box, delay, disposal, bool(local), canvas.copy()))
        assert disposal in (0, 1, 2)
        if disposal == 2:
            canvas.paste((0, 0, 0, 0), box)
        delay, disposal, transparent = 0, 0, None
    assert at == len(content) - 1, "data after the trailer"
    return gif


def _paint(
    canvas: Image.Image,
    box: tuple[int, int, int, int],
    indices: list[int],
    table: list[Color],
    transparent: int | None,
) -> None:
    part = canvas.crop(box)
    pixels = list(part.get_flattened_data())
    for at, index in enumerate(indices):
        if index != transparent:
            pixels[at] = (*table[index], 255)
    part.putdata(pixels)
    canvas.paste(part, box)


def _lzw(data: bytes, code_size: int, pixels: int) -> list[int]:
    """Decompress exactly this many pixels (appendix F)."""
    assert 2 <= code_size <= 8
    clear, end = 1 << code_size, (1 << code_size) + 1
    strings: list[tuple[int, ...]] = []
    previous: tuple[int, ...] | None = None
    found: list[int] = []
    bits, at, size = int.from_bytes(data, "little"), 0, code_size + 1
    while len(found) < pixels:
        assert at + size <= 8 * len(data), "no more data"
        code = bits >> at & (1 << size) - 1
        at += size
        assert code != end, "pixels are missing"
        if code == clear:
            strings, previous, size = [(index,) for index in range(clear)] + [(), ()], None, code_size + 1
            continue
        if previous is not None and len(strings) < 1 << 12:
            strings.append((*previous, (strings[code] if code < len(strings) else previous)[0]))
        previous = strings[code]
        found.extend(previous)
        size = min(12, max(size, len(strings).bit_length()))
    assert len(found) == pixels
    return found


def _table(content: bytes, at: int, flags: int) -> tuple[list[Color], int]:
    if not flags & 0x80:
        return [], at
    end = at + (3 << (flags & 7) + 1)
    values = content[at:end]
    return list(zip(values[::3], values[1::3], values[2::3], strict=True)), end


def _blocks(content: bytes, at: int) -> tuple[list[bytes], int]:
    found = []
    while length := content[at]:
        found.append(content[at + 1 : at + 1 + length])
        at += 1 + length
    return found, at + 1


def _u16(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")
