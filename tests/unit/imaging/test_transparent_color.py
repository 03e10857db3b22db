import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from itertools import chain

import pytest
from PIL import Image

from chalicelib.imaging.decoding import png_transparency
from tests.unit.imaging.samples import encoded, rendered

pytestmark = pytest.mark.also_without_kernel

GRAY, RGB = 0, 2


def png(bits: int, color_type: int, pixels: Sequence[tuple[int, ...]], transparent: tuple[int, ...]) -> bytes:
    """Return a PNG of one row with a transparent color."""
    samples = "".join(format(sample, f"0{bits}b") for sample in chain.from_iterable(pixels))
    padded = samples + "0" * (-len(samples) % 8)
    row = b"\0" + int(padded, 2).to_bytes(len(padded) // 8, "big")
    header = struct.pack(">IIBBBBB", len(pixels), 1, bits, color_type, 0, 0, 0)
    color = struct.pack(f">{len(transparent)}H", *transparent)
    chunks = ((b"IHDR", header), (b"tRNS", color), (b"IDAT", zlib.compress(row)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def alphas(content: bytes) -> list[int]:
    alpha = rendered(content, format="png").convert("RGBA").getchannel("A")
    return list(alpha.tobytes())


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_only_the_transparent_gray_is_transparent(bits: int) -> None:
    highest = (1 << bits) - 1
    for gray in {0, 1, highest // 2, highest}:
        pixels = [(other,) for other in (gray, max(0, gray - 1), min(highest, gray + 1), gray)]
        wanted = [0 if (gray,) == pixel else 255 for pixel in pixels]
        assert alphas(png(bits, GRAY, pixels, (gray,))) == wanted


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("channel", [0, 1, 2])
def test_only_the_transparent_color_is_transparent(bits: int, channel: int) -> None:
    color = [200, 100, 50] if bits == 8 else [0x1234, 0xABCD, 0x00FF]
    neighbors = [list(color) for _ in range(3)]
    neighbors[1][channel] += 1
    neighbors[2][channel] -= 1
    content = png(bits, RGB, [tuple(each) for each in neighbors], tuple(color))
    assert alphas(content) == [0, 255, 255]


def test_colors_of_16_bits_that_differ_only_in_the_high_byte_are_different() -> None:
    assert alphas(png(16, RGB, [(0x1234, 0, 0), (0x3434, 0, 0)], (0x1234, 0, 0))) == [0, 255]
    assert alphas(png(16, GRAY, [(0x1234,), (0x3434,)], (0x1234,))) == [0, 255]


def test_bits_beyond_the_depth_are_ignored() -> None:
    assert alphas(png(8, RGB, [(1, 2, 3), (0, 2, 3)], (0x101, 0x102, 0x103))) == [0, 255]


def test_a_transparent_color_survives_scaling() -> None:
    pixels = [(0x8080,) if at < 300 else (0x8000,) for at in range(600)]
    alpha = alphas(png(16, GRAY, pixels, (0x8080,)))
    assert (len(alpha), alpha[:25], alpha[-25:]) == (60, [0] * 25, [255] * 25)


def test_a_gray_of_16_bits_is_compared_in_rows() -> None:
    image = Image.new("I;16", (3, 200), 0x1234)
    image.paste(0x1235, (0, 100, 3, 101))
    alpha = png_transparency.gray_alpha(image, 0x1234)
    assert alpha.getcolors() == [(597, 0), (3, 255)]
    assert alpha.getpixel((0, 100)) == 255


def test_an_interlaced_png_of_16_bits_is_compared_too() -> None:
    plain = png(16, RGB, [(0x1234, 0, 0)], (0x1234, 0, 0))
    header = bytearray(plain[16:29])
    header[12] = 1
    interlaced = plain[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + plain[33:]
    assert alphas(interlaced) == [0]


def test_the_alpha_of_a_palette_is_kept() -> None:
    image = Image.new("P", (3, 1))
    image.putpalette([10, 20, 30] * 3)
    image.putdata([0, 1, 2])
    buffer = BytesIO(encoded(image, "png", transparency=bytes([0, 128, 255])))
    assert alphas(buffer.getvalue()) == [0, 128, 255]
