import struct
import zlib

import pytest
from PIL import Image

from chalicelib.imaging.color.description import Chromaticities, Cicp, ColorDescription
from chalicelib.imaging.containers.png import read
from tests.unit.imaging.container_files import (
    IEND,
    PIXELS,
    PNG_SIGNATURE,
    PROFILE,
    chunk,
    header,
    is_rendered,
    palette_png,
    png,
)
from tests.unit.imaging.hostile import valid
from tests.unit.imaging.png_files import EXIF_6, GAMMA, XMP, container, icc
from tests.unit.imaging.samples import RED, YELLOW, encoded, rendered

COLORS = chunk(b"PLTE", bytes((*RED, *YELLOW)))


def test_the_stream_has_only_what_decoding_needs() -> None:
    metadata = (EXIF_6, GAMMA, icc(), chunk(b"tEXt", b"Comment\0secret"), chunk(b"prVt", b"secret"))
    assert container(*metadata).stream == container().stream == png()


NOISE = encoded(Image.effect_noise((300, 300), 100), "png")


@pytest.mark.parametrize("content", [png(), NOISE, dict(valid())["animated.png"]])
def test_a_file_of_what_decoding_needs_is_not_copied(content: bytes) -> None:
    assert read(content, 100).stream is content


@pytest.mark.parametrize(
    "content",
    [
        png(GAMMA),
        png() + b"tail",
        png(after=b""),
        png(after=chunk(b"IEND", b"", sound=False)),
        png(after=chunk(b"tEXt", b"Comment\0secret") + IEND),
        png(after=chunk(b"IDAT", b"") * 2 + IEND),
        png(chunk(b"fcTL", bytes(26))),
    ],
    ids=["metadata", "tail", "no IEND", "CRC of IEND", "text", "small chunks", "animation"],
)
def test_anything_else_is_left_out_of_a_copy(content: bytes) -> None:
    assert read(content, 1).stream == png()


def test_the_image_data_becomes_one_chunk() -> None:
    parts = [chunk(b"IDAT", PIXELS[at : at + 7]) for at in range(0, len(PIXELS), 7)]
    text = chunk(b"tEXt", b"Comment\0between")
    split = PNG_SIGNATURE + header() + chunk(b"IDAT", b"") + text.join(parts) + IEND
    assert read(split, 1).stream == png()


def test_all_color_chunks_are_read() -> None:
    chromaticities = chunk(b"cHRM", struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))
    chunks = (chunk(b"cICP", b"\x0c\x0d\0\1"), icc(), chunk(b"sRGB", b"\0"), GAMMA, chromaticities)
    assert container(*chunks).color == ColorDescription(
        cicp=Cicp(primaries=12, transfer=13, matrix=0, full_range=True),
        icc=PROFILE,
        srgb=True,
        gamma=0.45455,
        chromaticities=Chromaticities((0.3127, 0.329), (0.68, 0.32), (0.265, 0.69), (0.15, 0.06)),
    )


def test_the_content_light_level_comes_before_the_luminance_of_the_display() -> None:
    level, display = struct.pack(">II", 4_000_000, 2_000_000), struct.pack(">8H2I", *range(8), 10_000_000, 1)
    assert container(chunk(b"mDCV", display), chunk(b"cLLI", level)).color.max_luminance == 400
    assert container(chunk(b"mDCV", display)).color.max_luminance == 1000


@pytest.mark.parametrize(
    "broken",
    [
        chunk(b"gAMA", b"\0\0"),
        chunk(b"gAMA", bytes(4)),
        chunk(b"gAMA", bytes(5)),
        chunk(b"gAMA", b"\0\0\1\0", sound=False),
        chunk(b"sRGB", b""),
        chunk(b"sRGB", b"\x09"),
        chunk(b"cHRM", bytes(31)),
        chunk(b"cICP", b"\1\1\0"),
        chunk(b"cICP", b"\1\1\1\1"),
        chunk(b"cICP", b"\1\1\0\0"),
        chunk(b"cICP", b"\1\1\0\2"),
        chunk(b"cLLI", bytes(8)),
        chunk(b"cLLI", b"\1" * 7),
        chunk(b"mDCV", b"\1" * 23),
        icc(method=1),
        icc(name=b""),
        icc(name=b"a" * 80),
        icc(sound=False),
        icc(bytes((4 << 20) + 1)),
        chunk(b"iCCP", b"name"),
        chunk(b"iCCP", b"name\0\0" + zlib.compress(PROFILE)[:-4]),
        chunk(b"iCCP", b"name\0\0" + zlib.compress(PROFILE)[:50]),
        chunk(b"iCCP", b"name\0\0garbage"),
        chunk(b"pHYs", b""),
        chunk(b"tEXt", b"Comment\0text", sound=False),
        chunk(b"zTXt", b"Comment\0\1" + zlib.compress(b"text")),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iTXt", XMP + b"\1\0\0\0" + zlib.compress(bytes(3_000_000))),
        chunk(b"iTXt", XMP + b"\1\0"),
        chunk(b"eXIf", b"garbage" * 9),
        chunk(b"tRNS", b"\0"),
        chunk(b"t\0\0\0", b"no letters"),
    ],
)
def test_broken_or_large_metadata_counts_as_absent(broken: bytes) -> None:
    assert container(broken) == container()
    assert is_rendered(png(broken))


def test_a_profile_of_up_to_1_mb_is_used() -> None:
    profile = PROFILE.ljust(1 << 20, b"\0")
    assert container(icc(profile)).color.icc == profile
    assert container(icc(profile + b"\0")).color.icc is None


def test_the_first_valid_chunk_counts() -> None:
    short, other = chunk(b"gAMA", b"\0\0"), chunk(b"gAMA", struct.pack(">I", 100_000))
    assert container(short, GAMMA, other).color.gamma == 0.45455
    assert container(icc(sound=False), icc(), icc(b"other")).color.icc == PROFILE


@pytest.mark.parametrize(
    ("content", "is_transparent"),
    [
        (palette_png(COLORS, chunk(b"tRNS", b"\0")), True),
        (palette_png(COLORS, chunk(b"tRNS", bytes(5))), True),
        (palette_png(COLORS, chunk(b"tRNS", b"\0"), chunk(b"tRNS", b"\xff")), True),
        (palette_png(COLORS, chunk(b"tRNS", bytes(257))), False),
        (palette_png(COLORS, chunk(b"tRNS", b"")), False),
        (palette_png(COLORS, chunk(b"tRNS", b"\0", sound=False)), False),
        (palette_png(chunk(b"tRNS", b"\0"), COLORS), False),
        (png(chunk(b"tRNS", struct.pack(">HHH", *RED) + b"too long")), True),
        (png(after=chunk(b"tRNS", struct.pack(">HHH", *RED)) + IEND), False),
    ],
)
def test_transparency_counts_as_in_chromium(content: bytes, *, is_transparent: bool) -> None:
    pixel = rendered(content, format="png").convert("RGBA").getpixel((3, 3))
    assert isinstance(pixel, tuple)
    assert pixel[3] == (0 if is_transparent else 255)
