"""Written GIFs, decoded by the reference decoder of the tests."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from chalicelib.imaging.animation import encode_gif
from chalicelib.imaging.animation.encode_still_gif import encode_still
from chalicelib.imaging.animation.gif_painter import Settings
from tests.unit.imaging.gif_decoder import Gif, decode
from tests.unit.imaging.samples import BLUE, GREEN, RED, photo

SIZE = (48, 32)
BLACK = (0, 0, 0)
CLEAR = (0, 0, 0, 0)


def encoded(*frames: Image.Image, plays: int = 0) -> Gif:
    return decode(encode_gif.encode_frames(frames, [100] * len(frames), plays, Settings()))


def pixels(image: Image.Image) -> bytes:
    """Return the pixels with premultiplied alpha, so that transparent ones are equal."""
    return image.convert("RGBA").convert("RGBa").tobytes()


def shows(gif: Gif, *frames: Image.Image) -> bool:
    return [pixels(frame.shown) for frame in gif.frames] == [pixels(frame) for frame in frames]


def dot(left: int, *, mode: str = "RGBA") -> Image.Image:
    """Return a red square on a transparent, or black, background."""
    image = Image.new(mode, SIZE)
    image.paste(RED, (left, 8, left + 10, 18))
    if mode == "RGBA":
        image.putalpha(image.getchannel("R").point(lambda value: 255 * (value > 0)))
    return image


def hue(turn: int, size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return all saturations and values of one hue, which no palette of 255 colors has for all hues."""
    saturation = Image.linear_gradient("L").rotate(90).resize(size)
    value = Image.linear_gradient("L").resize(size).point(lambda level: 255 - level // 2)
    return Image.merge("HSV", (Image.new("L", size, turn), saturation, value)).convert("RGB")


def soft(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return a gradient of some thousand colors."""
    across = Image.linear_gradient("L").rotate(90).resize(size).point([level // 2 for level in range(256)])
    down = Image.linear_gradient("L").resize(size).point([60 + level // 2 for level in range(256)])
    return Image.merge("RGB", (across, down, ImageChops.invert(across)))


def noisy(image: Image.Image, seed: int) -> Image.Image:
    """Add 0 to 3 to each channel of each pixel, like the noise of a camera."""
    noise = Random(seed).randbytes(image.width * image.height * 3)  # noqa: S311  the same in every run
    levels = Image.frombytes("RGB", image.size, bytes(value & 3 for value in noise))
    return ImageChops.add(image, levels)


def largest_patch_error(gif: Gif, frames: list[Image.Image]) -> int:
    """Return the largest difference between the mean colors of 8 x 8 pixels."""
    return max(
        max_difference(frame.shown.convert("RGB").reduce(8), wanted.reduce(8))
        for frame, wanted in zip(gif.frames, frames, strict=True)
    )


def max_difference(one: Image.Image, other: Image.Image) -> int:
    return max(ImageChops.difference(one, other).tobytes())


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


def test_up_to_255_colors_are_exact() -> None:
    image = Image.new("RGB", (255, 4))
    for x in range(255):
        image.paste((x, 1 + x // 2, 200), (x, 0, x + 1, 4))
    moved = ImageChops.offset(image, 7, 0)
    assert shows(encoded(image, moved), image, moved)


def test_colors_of_all_hues_are_right() -> None:
    frames = [hue(turn) for turn in range(0, 252, 21)]
    gif = encoded(*frames)
    assert largest_patch_error(gif, frames) <= 10
    assert all(frame.local for frame in gif.frames)


def test_small_areas_of_a_rare_color_keep_it() -> None:
    frames = []
    for number in range(4):
        frame = photo(160, 120).convert("L").convert("RGB")
        frame.paste((250, 20, 20), (8 * number, 0, 8 * number + 8, 8))
        frames.append(frame)
    assert largest_patch_error(encoded(*frames), frames) <= 8


def test_noise_below_the_tolerance_is_not_painted_again() -> None:
    frames = [noisy(soft(), seed) for seed in range(4)]
    exact, tolerant = (
        len(encode_gif.encode_frames(frames, [100] * 4, 0, Settings(tolerance=tolerance)))
        for tolerance in (0, 6)
    )
    assert tolerant < exact * 0.7


def test_slow_changes_add_up_to_what_is_shown() -> None:
    frames = [soft().point([min(255, level + step) for level in range(256)] * 3) for step in range(60)]
    assert largest_patch_error(encoded(*frames), frames) <= 10


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


def test_a_still_image_is_only_one_image_block() -> None:
    gif = decode(encode_still(photo(60, 40)))
    assert (len(gif.frames), gif.extensions) == (1, [])


@pytest.mark.parametrize(("colors", "mode"), [(256, "RGB"), (255, "RGBA")])
def test_a_still_image_with_few_colors_is_exact(colors: int, mode: str) -> None:
    image = Image.new(mode, (colors + 1, 2))
    for x in range(colors):
        color = (x, 255 - x // 2, x // 3)
        image.paste(color if mode == "RGB" else (*color, 255), (x, 0, x + 1, 2))
    if mode == "RGB":
        image = image.crop((0, 0, colors, 2))
    assert shows(decode(encode_still(image)), image)


def test_a_gradient_is_dithered_so_that_it_has_no_bands() -> None:
    image = soft((200, 150))
    (frame,) = decode(encode_still(image)).frames
    assert max_difference(frame.shown.convert("RGB").reduce(8), image.reduce(8)) <= 3
    assert max_difference(frame.shown.convert("RGB"), image) > 3


def test_a_drawing_is_not_dithered() -> None:
    drawing = Image.new("RGB", (800, 600), GREEN)
    ImageDraw.Draw(drawing).ellipse((100, 100, 500, 500), fill=BLUE)
    small = drawing.resize((200, 150), Image.Resampling.LANCZOS)
    (frame,) = decode(encode_still(small)).frames
    assert frame.shown.crop((60, 60, 90, 90)).getcolors() == [(900, (*BLUE, 255))]


def test_a_fully_transparent_image_can_be_written() -> None:
    clear = Image.new("RGBA", SIZE, CLEAR)
    assert shows(decode(encode_still(clear)), clear)
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
@settings(max_examples=150, deadline=None)
def test_every_animation_of_few_colors_is_shown_exactly(frames: list[Image.Image]) -> None:
    assert shows(encoded(*frames), *frames)
