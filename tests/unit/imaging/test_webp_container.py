import struct

import pytest
from PIL import Image

from chalicelib.errors import CorruptImage, TooComplex
from chalicelib.imaging.containers.webp import read
from tests.unit.imaging.container_files import (
    C2PA,
    LOSSLESS,
    LOSSY,
    PROFILE,
    SIZE,
    animation,
    extended,
    frame,
    orientation,
    riff,
    riff_chunk,
    tiff,
    webp_chunks,
)
from tests.unit.imaging.samples import ENGINE, RED, near, quarters, rendered

ALPHA, ANIMATED, ICC, EXIF = 0x10, 0x02, 0x20, 0x08


def clear_corner() -> Image.Image:
    image = quarters(*SIZE).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 10, 10))
    return image


TRANSPARENT = webp_chunks(clear_corner(), quality=95)
ALPH, VP8 = riff_chunk(b"ALPH", TRANSPARENT[b"ALPH"]), riff_chunk(b"VP8 ", TRANSPARENT[b"VP8 "])
CLEAR = riff_chunk(b"VP8L", webp_chunks(clear_corner(), lossless=True)[b"VP8L"])
SMALL = riff_chunk(b"VP8L", webp_chunks(quarters(20, 20), lossless=True)[b"VP8L"])
CLEARED = 1


def alpha(content: bytes, at: tuple[int, int] = (2, 2)) -> int:
    value = rendered(content, format="png").convert("RGBA").getpixel(at)
    assert isinstance(value, tuple)
    return int(value[3])


def test_the_stream_of_a_still_image_has_only_its_pixels() -> None:
    metadata = [riff_chunk(kind, b"secret") for kind in (b"ICCP", b"EXIF", b"XMP ", b"ABCD")]
    assert read(riff(extended(ICC | EXIF | 4), metadata[0], LOSSY, *metadata[1:]), 1).stream == riff(LOSSY)
    assert read(riff(extended(ALPHA), ALPH, VP8, *metadata), 1).stream == riff(extended(ALPHA), ALPH, VP8)


def test_the_orientation_is_ignored_as_in_chromium() -> None:
    for prefix in (b"", b"Exif\0\0"):
        block = riff_chunk(b"EXIF", prefix + orientation(6))
        container = read(riff(extended(EXIF), LOSSY, block), 1)
        assert (container.orientation, container.exif) == (1, orientation(6))


@pytest.mark.parametrize(
    ("flags", "chunks", "expected"),
    [
        (ICC, [riff_chunk(b"ICCP", PROFILE), LOSSY], PROFILE),
        (ICC, [LOSSY, riff_chunk(b"ICCP", PROFILE)], PROFILE),
        (ICC, [riff_chunk(b"ICCP", PROFILE), riff_chunk(b"ICCP", b"other"), LOSSY], PROFILE),
        (0, [riff_chunk(b"ICCP", PROFILE), LOSSY], None),
        (ICC, [LOSSY], None),
        (ICC, [riff_chunk(b"ICCP", bytes((4 << 20) + 1)), LOSSY], None),
    ],
)
def test_a_profile_counts_if_its_flag_is_set(flags: int, chunks: list[bytes], expected: bytes | None) -> None:
    assert read(riff(extended(flags), *chunks), 1).color.icc == expected


def test_other_metadata_counts_without_its_flag() -> None:
    block = tiff((0x8298, 2, 4, b"Ann"))
    chunks = (riff_chunk(b"EXIF", block), riff_chunk(b"XMP ", b"<x:xmpmeta/>"), riff_chunk(b"C2PA", C2PA))
    container = read(riff(LOSSLESS, *chunks), 1)
    assert (container.exif, container.xmp, container.c2pa) == (block, b"<x:xmpmeta/>", C2PA)


def test_unreadable_exif_is_absent() -> None:
    assert read(riff(extended(EXIF), LOSSY, riff_chunk(b"EXIF", b"garbage")), 1).exif == b""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (riff(extended(ALPHA), ALPH, VP8), 0),
        (riff(extended(0), ALPH, VP8), 255),
        (riff(extended(ALPHA), VP8), 255),
        (riff(CLEAR), 0),
        (riff(extended(0), CLEAR), 0),
        (riff(extended(ALPHA), LOSSLESS), 255),
        (riff(extended(ANIMATED), animation(), frame(ALPH, VP8)), 0),
        (riff(extended(ANIMATED), animation(), frame(SMALL, at=(20, 20), size=(20, 20))), 0),
    ],
)
def test_alpha_counts_as_in_chromium(content: bytes, expected: int) -> None:
    assert alpha(content) == expected
    assert ENGINE.inspect(content).has_alpha == (expected == 0)


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        ([frame(LOSSY), frame(LOSSLESS)], False),
        ([frame(LOSSY), frame(CLEAR)], True),
        ([frame(LOSSY), frame(ALPH, VP8)], True),
        ([frame(SMALL, size=(20, 20)), frame(LOSSY)], True),
        ([frame(LOSSY), frame(SMALL, size=(20, 20))], False),
        ([frame(LOSSY, flags=CLEARED), frame(SMALL, size=(20, 20))], True),
        ([frame(LOSSY, flags=CLEARED), frame(LOSSLESS)], False),
    ],
)
@pytest.mark.parametrize("flags", [ANIMATED, ANIMATED | ALPHA])
def test_an_animation_has_alpha_if_any_frame_shows_it(
    frames: list[bytes], flags: int, *, expected: bool
) -> None:
    assert ENGINE.inspect(riff(extended(flags), animation(), *frames)).has_alpha == expected


def test_frames_and_plays_are_read() -> None:
    content = riff(extended(ANIMATED), animation(plays=3), *[frame(LOSSY)] * 5)
    container = read(content, 10)
    assert (container.frames, container.plays, container.stream) == (5, 3, content)
    assert read(content, 2).frames == 3


def test_an_animation_of_one_frame_becomes_a_still_image() -> None:
    content = riff(extended(ANIMATED), animation(), frame(LOSSY))
    assert read(content, 1).stream == riff(LOSSY)
    for side in (10, 60):
        image = rendered(content, format="png", width=side, height=side).convert("RGB")
        assert near(image.getpixel((2, 2)), RED, tolerance=30)


@pytest.mark.parametrize("side", [10, 60])
def test_a_single_frame_that_is_smaller_than_the_canvas_is_rendered(side: int) -> None:
    content = riff(extended(ANIMATED), animation(), frame(SMALL, at=(20, 10), size=(20, 20)))
    image = rendered(content, format="png", width=side, height=side).convert("RGBA")
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    assert near(image.getpixel((side * 24 // 60, side * 14 // 60)), (*RED, 255), tolerance=40)


@pytest.mark.parametrize(
    "content",
    [
        riff(LOSSY) + b"data after the end",
        riff(LOSSY, riff_chunk(b"ABCD", b"odd")),
        riff(riff_chunk(b"ABCD", b"odd"), LOSSY),
        riff(extended(ANIMATED), LOSSY),
        riff(extended(0xFFFFFF00), LOSSY),
        riff(LOSSY, size=1 << 31),
        riff(extended(0), LOSSY)[:-1] + b"\0EXIF\xff\0\0\0cut",
    ],
)
def test_an_image_with_all_pixels_is_rendered(content: bytes) -> None:
    assert near(rendered(content, format="png").convert("RGB").getpixel((3, 3)), RED)


@pytest.mark.parametrize(
    "content",
    [
        riff(LOSSY)[:-10],
        riff(LOSSLESS)[:-10],
        riff(LOSSY, size=0),
        riff(LOSSY, size=len(LOSSY) // 2),
        riff(extended(ANIMATED), animation(), frame(LOSSY), frame(LOSSY))[:-10],
        riff(extended(ANIMATED), animation()),
        riff(extended(0)),
        riff(riff_chunk(b"VP8 ", b"")),
        riff(extended(ALPHA), ALPH, riff_chunk(b"VP8 ", b"")),
        riff(extended(ANIMATED), animation(), riff_chunk(b"ANMF", b"")),
        b"RIFF\0\0\0\0WEBP",
    ],
)
def test_an_image_with_missing_pixels_is_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptImage):
        rendered(content)


def test_a_flood_of_chunks_is_too_complex() -> None:
    with pytest.raises(TooComplex, match="10,000 chunks"):
        read(riff(riff_chunk(b"ABCD", b"") * 10_001), 1)
    assert read(riff(extended(ANIMATED), *[struct.pack("<4sI", b"ANMF", 0)] * 20_000), 10).frames == 11
