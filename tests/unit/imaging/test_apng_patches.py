"""The expected pixels were compared with those of Chromium's ImageDecoder."""

import pytest

from tests.unit.imaging.animation_files import (
    BLUE,
    FULL,
    GREEN,
    HALF_GREEN,
    RED,
    apng,
    durations,
    frame_control,
    frame_data,
    frames,
    image_data,
    pixels,
    shown,
    three,
)
from tests.unit.imaging.container_files import chunk
from tests.unit.imaging.samples import near, rendered

pytestmark = pytest.mark.also_without_kernel


@pytest.mark.parametrize(
    ("disposals", "expected"),
    [
        ((0, 0), ["RR RR", "GR RR", "GR RB"]),
        ((0, 1), ["RR RR", "GR RR", ".R RB"]),
        ((0, 2), ["RR RR", "GR RR", "RR RB"]),
        ((1, 0), ["RR RR", "G. ..", "G. .B"]),
        ((1, 1), ["RR RR", "G. ..", ".. .B"]),
        ((1, 2), ["RR RR", "G. ..", ".. .B"]),
        ((2, 0), ["RR RR", "G. ..", "G. .B"]),
        ((2, 1), ["RR RR", "G. ..", ".. .B"]),
        ((2, 2), ["RR RR", "G. ..", ".. .B"]),
    ],
)
def test_frames_are_disposed_of(disposals: tuple[int, int], expected: list[str]) -> None:
    assert shown(three(*disposals)) == expected


@pytest.mark.parametrize(
    ("below", "blend_op", "expected"),
    [
        (RED, 0, HALF_GREEN),
        (RED, 1, (127, 128, 0, 255)),
        ((255, 0, 0, 128), 0, HALF_GREEN),
        ((255, 0, 0, 128), 1, (85, 170, 0, 192)),
        ((0, 0, 0, 0), 1, HALF_GREEN),
    ],
)
def test_frames_are_blended(below: tuple[int, ...], blend_op: int, expected: tuple[int, ...]) -> None:
    content = apng(
        frame_control(0, FULL),
        image_data(pixels(below, FULL)),
        frame_control(1, blend_op=blend_op),
        frame_data(2, pixels(HALF_GREEN)),
        count=2,
    )
    (_, _), (second, _) = frames(content)
    assert near(second.getpixel((0, 0)), expected, tolerance=1)
    assert second.getpixel((1, 1)) == below


def test_a_default_image_apart_from_the_animation_is_only_in_still_variants() -> None:
    content = apng(
        image_data(pixels(RED, FULL)),
        frame_control(0),
        frame_data(1, pixels(GREEN)),
        frame_control(2, at=(1, 1)),
        frame_data(3, pixels(BLUE)),
        count=2,
    )
    assert shown(content) == ["G. ..", "G. .B"]
    assert near(rendered(content, format="jpeg", width=2, height=2).getpixel((0, 1)), RED[:3])


def test_a_frame_can_have_several_chunks() -> None:
    data = pixels(GREEN)
    content = apng(
        frame_control(0, FULL),
        image_data(pixels(RED, FULL)),
        frame_control(1),
        frame_data(2, data[:5]),
        frame_data(3, data[5:]),
        count=2,
    )
    assert shown(content) == ["RR RR", "GR RR"]


@pytest.mark.parametrize(
    ("color", "chunks", "colors"),
    [
        ((8, 2), (), (b"\xff\0\0", b"\0\xff\0")),
        ((16, 6), (), (b"\xff\xff\0\0\0\0\xff\xff", b"\0\0\xff\xff\0\0\xff\xff")),
        ((16, 2), (), (b"\xff\xff\0\0\0\0", b"\0\0\xff\xff\0\0")),
        ((8, 3), (chunk(b"PLTE", bytes((255, 0, 0, 0, 255, 0))),), (b"\0", b"\1")),
    ],
)
def test_frames_can_have_any_color_type(
    color: tuple[int, int], chunks: tuple[bytes, ...], colors: tuple[bytes, bytes]
) -> None:
    below, above = colors
    content = apng(
        *chunks,
        frame_control(0, FULL),
        image_data(pixels(tuple(below), FULL)),
        frame_control(1),
        frame_data(2, pixels(tuple(above))),
        count=2,
        color=color,
    )
    assert shown(content) == ["RR RR", "GR RR"]


def test_transparency_is_that_of_the_file_in_all_frames() -> None:
    content = apng(
        chunk(b"PLTE", bytes((255, 0, 0, 0, 255, 0))),
        chunk(b"tRNS", bytes((255, 0))),
        frame_control(0, FULL),
        image_data(pixels((0,), FULL)),
        frame_control(1, blend_op=0),
        frame_data(2, pixels((1,))),
        frame_control(3, at=(1, 1), blend_op=1),
        frame_data(4, pixels((1,))),
        count=3,
        color=(8, 3),
    )
    assert shown(content) == ["RR RR", ".R RR", ".R RR"]


@pytest.mark.parametrize("color", [(1, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2)])
def test_a_transparent_color_is_transparent_in_all_frames(color: tuple[int, int]) -> None:
    depth, kind = color
    size = 3 if kind else 1
    black, white = bytes(size * max(1, depth // 8)), b"\xff" * size * max(1, depth // 8)
    content = apng(
        chunk(b"tRNS", bytes(2 * size)),
        frame_control(0, FULL),
        image_data(pixels(tuple(white), FULL if depth > 4 else (1, 2))),
        frame_control(1),
        frame_data(2, pixels(tuple(black))),
        count=2,
        color=color,
    )
    assert shown(content) == ["WW WW", ".W WW"]


def test_gray_frames_are_decoded() -> None:
    content = apng(
        frame_control(0, FULL),
        image_data(pixels((0,), FULL)),
        frame_control(1),
        frame_data(2, pixels((255,))),
        count=2,
        color=(8, 0),
    )
    assert shown(content) == ["KK KK", "WK KK"]


@pytest.mark.parametrize(
    ("delay", "duration"),
    [((1, 0), 10), ((0, 0), 0), ((1, 3), 333), ((1, 60), 17), ((65_535, 1), 65_535_000)],
)
def test_durations_are_fractions_of_a_second(delay: tuple[int, int], duration: int) -> None:
    content = apng(
        frame_control(0, FULL, delay=delay),
        image_data(pixels(RED, FULL)),
        frame_control(1),
        frame_data(2, pixels(GREEN)),
        count=2,
    )
    assert durations(content) == [duration, 0]


@pytest.mark.parametrize("plays", [0, 1, 7])
def test_the_number_of_plays_is_in_the_file(plays: int) -> None:
    content = apng(
        frame_control(0, FULL),
        image_data(pixels(RED, FULL)),
        frame_control(1),
        frame_data(2, pixels(GREEN)),
        count=2,
        plays=plays,
    )
    repetitions = {0: 0, 1: None}.get(plays, plays - 1)
    assert rendered(content, format="gif", width=2, height=2).info.get("loop") == repetitions
