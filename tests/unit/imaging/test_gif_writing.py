"""Written GIFs, decoded by the reference decoder of the tests."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chalicelib.imaging.animation import encode_gif
from tests.unit.imaging.gif_comparison import encoded, shows
from tests.unit.imaging.samples import BLUE, GREEN, RED

pytestmark = pytest.mark.also_without_kernel

SIZE = (48, 32)
BLACK = (0, 0, 0)
CLEAR = (0, 0, 0, 0)


def dot(left: int, *, mode: str = "RGBA") -> Image.Image:
    """Return a red square on a transparent, or black, background."""
    image = Image.new(mode, SIZE)
    image.paste(RED, (left, 8, left + 10, 18))
    if mode == "RGBA":
        image.putalpha(image.getchannel("R").point(lambda value: 255 * (value > 0)))
    return image


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_black_areas_stay_black(mode: str) -> None:
    frames = [Image.new(mode, SIZE, BLACK) for _ in range(3)]
    for number, frame in enumerate(frames):
        frame.paste(RED, (10 * number, 8, 10 * number + 10, 24))
    assert shows(encoded(*frames), *frames)


def test_frames_that_differ_only_in_transparency_are_kept() -> None:
    blank, blue = Image.new("RGBA", SIZE, CLEAR), Image.new("RGBA", SIZE, (*BLUE, 255))
    frames = [blank, blue, blank, Image.new("RGBA", SIZE, (*BLUE, 0)), blue]
    assert shows(encoded(*frames), *frames)


def test_equal_frames_are_kept() -> None:
    gif = encoded(dot(0), dot(0), dot(0))
    assert shows(gif, dot(0), dot(0), dot(0))
    assert gif.frames[1].box == (0, 0, 1, 1)


def test_only_the_changed_part_of_an_opaque_animation_is_painted() -> None:
    frames = [dot(left, mode="RGB") for left in (0, 6, 20)]
    gif = encoded(*frames)
    assert shows(gif, *frames)
    assert [frame.box for frame in gif.frames] == [(0, 0, *SIZE), (0, 8, 16, 18), (6, 8, 30, 18)]
    assert {frame.disposal for frame in gif.frames} == {1}


def test_only_what_opens_to_transparency_is_cleared() -> None:
    frames = [dot(0), dot(20), dot(20), dot(30)]
    gif = encoded(*frames)
    assert shows(gif, *frames)
    assert gif.frames[0].box == (0, 0, *SIZE)
    assert [frame.disposal for frame in gif.frames] == [2, 1, 2, 1]
    assert [frame.box for frame in gif.frames[1:]] == [(20, 8, 30, 18), (20, 8, 30, 18), (30, 8, 40, 18)]


def test_half_transparent_pixels_become_opaque_from_an_alpha_of_128() -> None:
    image = Image.new("RGBA", (2, 1), (*RED, 127))
    image.putpixel((1, 0), (*RED, 128))
    (frame,) = encoded(image).frames
    assert list(frame.shown.get_flattened_data()) == [CLEAR, (*RED, 255)]


@pytest.mark.parametrize(
    ("plays", "repetitions"), [(0, 0), (1, None), (2, 1), (65_536, 65_535), (70_000, 65_535)]
)
def test_plays_are_written_as_repetitions(plays: int, repetitions: int | None) -> None:
    assert encoded(dot(0), dot(9), plays=plays).repetitions == repetitions


@pytest.mark.parametrize(
    ("durations", "delays"),
    [
        ([0, 5, 10], [0, 0, 1]),
        ([33, 33, 33, 33], [3, 4, 3, 3]),
        ([16, 16, 16, 16], [2, 2, 2, 2]),
        ([11, 200], [2, 19]),
        ([700_000, 100], [65_535, 10]),
    ],
)
def test_delays_are_in_hundredths_of_a_second(durations: list[int], delays: list[int]) -> None:
    assert encode_gif.delays(durations) == delays


def test_nothing_but_controls_and_the_loop_is_written() -> None:
    assert set(encoded(dot(0), dot(9)).extensions) == {0xF9, 0xFF}


def test_a_fully_transparent_animation_can_be_written() -> None:
    clear = Image.new("RGBA", SIZE, CLEAR)
    assert shows(encoded(clear, clear), clear, clear)


@st.composite
def animations(draw: st.DrawFn) -> list[Image.Image]:
    """Draw frames of random rectangles in few colors, some of them transparent."""
    size = draw(st.integers(1, 12)), draw(st.integers(1, 9))
    mode = draw(st.sampled_from(["RGB", "RGBA"]))
    frames = [Image.new(mode, size, draw(st.sampled_from([BLACK, CLEAR[:3]])))]
    for _ in range(draw(st.integers(0, 6))):
        frame = frames[-1].copy()
        for _ in range(draw(st.integers(0, 2))):
            left, top = draw(st.integers(0, size[0] - 1)), draw(st.integers(0, size[1] - 1))
            right, bottom = draw(st.integers(left + 1, size[0])), draw(st.integers(top + 1, size[1]))
            color = draw(st.sampled_from([(*RED, 255), (*BLUE, 255), (0, 0, 0, 255), CLEAR, (*GREEN, 0)]))
            frame.paste(color[: len(mode)], (left, top, right, bottom))
        frames.append(frame)
    return frames


@given(frames=animations())
@settings(max_examples=150)
def test_every_animation_of_few_colors_is_shown_exactly(frames: list[Image.Image]) -> None:
    assert shows(encoded(*frames), *frames)
