"""Build GIF and APNG files block by block, and read what their frames show."""

import struct
import zlib
from collections.abc import Iterable

from PIL import Image

from chalicelib.imaging.animation.source_frames import source_frames
from chalicelib.imaging.source import open_source
from chalicelib.imaging.timer import Timer
from tests.unit.imaging.container_files import chunk
from tests.unit.imaging.samples import ENGINE

# The colors of the samples by their letters, in the order of the GIFs' palette.
COLORS = {"R": (255, 0, 0), "G": (0, 255, 0), "B": (0, 0, 255), "W": (255, 255, 255)}
_LETTERS = {bytes((*color, 255)): letter for letter, color in COLORS.items()} | {
    bytes((0, 0, 0, 0)): ".",
    bytes((0, 0, 0, 255)): "K",
}
_CODE_BITS = 3
_CLEAR, _END = 4, 5


def shown(content: bytes) -> list[str]:
    """Return what each frame shows, row by row: a color's letter, K for black, a dot for transparent."""
    return [letters(image) for image, _ in frames(content)]


def durations(content: bytes) -> list[int]:
    """Return the durations of the frames in milliseconds."""
    return [duration for _, duration in frames(content)]


def frames(content: bytes) -> list[tuple[Image.Image, int]]:
    """Return the frames, in the modes that they are decoded to, and their durations."""
    info = ENGINE.inspect(content)
    source = open_source(content, info.format, 1000)
    return [(image.copy(), duration) for image, duration in source_frames(source, info, Timer())]


def letters(image: Image.Image) -> str:
    """Return the rows of an image in letters."""
    rgba = image.convert("RGBA").tobytes()
    found = "".join(_LETTERS.get(rgba[at : at + 4], "?") for at in range(0, len(rgba), 4))
    return " ".join(found[at : at + image.width] for at in range(0, len(found), image.width))


def gif(*blocks: bytes, size: tuple[int, int] = (2, 2), background: int = 2) -> bytes:
    """Return a GIF with a palette of the four COLORS."""
    screen = struct.pack("<HHBBB", *size, 0x81, background, 0)
    return b"".join((b"GIF89a", screen, palette("RGBW"), *blocks, b";"))


def palette(colors: str) -> bytes:
    """Return a color table."""
    return b"".join(bytes(COLORS[letter]) for letter in colors)


def control(*, delay: int = 0, disposal: int = 0, transparent: int | None = None) -> bytes:
    """Return a graphic control extension. `delay` is in hundredths of a second."""
    flags = disposal << 2 | (transparent is not None)
    return b"!\xf9\x04" + struct.pack("<BHBB", flags, delay, transparent or 0, 0)


def image(rows: str, at: tuple[int, int] = (0, 0), *, local: str = "", interlaced: bool = False) -> bytes:
    """Return an image of these rows, in letters of the global palette, with an own palette if `local`."""
    lines = rows.split()
    data = compressed("RGBW".index(letter) for line in lines for letter in line)
    return descriptor((len(lines[0]), len(lines)), at, data, local=local, interlaced=interlaced)


def descriptor(
    size: tuple[int, int], at: tuple[int, int], data: bytes, *, local: str = "", interlaced: bool = False
) -> bytes:
    """Return an image with this data. Its own palette can have two or four colors."""
    flags = (0x80 | (len(local) // 2 - 1) if local else 0) | 0x40 * interlaced
    return b"," + struct.pack("<HHHHB", *at, *size, flags) + palette(local) + data


def compressed(indexes: Iterable[int], *, longest: int = 255) -> bytes:
    """Return the code size and sub-blocks of up to `longest` bytes.

    The LZW table is cleared after every two pixels, so that all codes have three bits.
    """
    codes = [_CLEAR]
    for number, index in enumerate(indexes):
        codes += [index] if number % 2 else [_CLEAR, index]
    codes.append(_END)
    bits = sum(code << _CODE_BITS * number for number, code in enumerate(codes))
    data = bits.to_bytes(-(-_CODE_BITS * len(codes) // 8), "little")
    parts = (data[at : at + longest] for at in range(0, len(data), longest))
    return b"\x02" + b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def looping(repetitions: int, application: bytes = b"NETSCAPE2.0") -> bytes:
    """Return an application extension with the number of repetitions."""
    return b"!\xff\x0b" + application + b"\x03\x01" + struct.pack("<H", repetitions) + b"\0"


def apng(
    *chunks: bytes,
    size: tuple[int, int] = (2, 2),
    count: int,
    plays: int = 0,
    color: tuple[int, int] = (8, 6),
) -> bytes:
    """Return an APNG. `color` is the bit depth and the color type."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, *color, 0, 0, 0))
    return b"".join((b"\x89PNG\r\n\x1a\n", header, animation(count, plays), *chunks, chunk(b"IEND", b"")))


def animation(count: int, plays: int = 0) -> bytes:
    """Return an acTL chunk."""
    return chunk(b"acTL", struct.pack(">II", count, plays))


def frame_control(
    sequence: int,
    size: tuple[int, int] = (1, 1),
    at: tuple[int, int] = (0, 0),
    *,
    delay: tuple[int, int] = (0, 1),
    dispose_op: int = 0,
    blend_op: int = 0,
) -> bytes:
    """Return an fcTL chunk. `delay` is a fraction of a second."""
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", sequence, *size, *at, *delay, dispose_op, blend_op))


def image_data(data: bytes) -> bytes:
    """Return an IDAT chunk."""
    return chunk(b"IDAT", data)


def frame_data(sequence: int, data: bytes) -> bytes:
    """Return an fdAT chunk."""
    return chunk(b"fdAT", struct.pack(">I", sequence) + data)


def pixels(sample: tuple[int, ...], size: tuple[int, int] = (1, 1)) -> bytes:
    """Return compressed rows of one color, whose bytes are `sample`."""
    return zlib.compress((b"\0" + bytes(sample) * size[0]) * size[1])


RED, GREEN, BLUE, HALF_GREEN = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (0, 255, 0, 128)
FULL = (2, 2)


def three(first: int, second: int) -> bytes:
    """Return an animation of three frames, whose first two have these disposals."""
    return apng(
        frame_control(0, FULL, dispose_op=first),
        image_data(pixels(RED, FULL)),
        frame_control(1, dispose_op=second),
        frame_data(2, pixels(GREEN)),
        frame_control(3, at=(1, 1)),
        frame_data(4, pixels(BLUE)),
        count=3,
    )
