"""The colors of written GIFs, decoded by the reference decoder of the tests."""

from random import Random

import pytest
from PIL import Image, ImageChops

from chalicelib.imaging.animation import encode_gif
from chalicelib.imaging.animation.gif_drawing import Settings
from tests.unit.imaging.gif_comparison import encoded, max_difference, shows
from tests.unit.imaging.gif_decoder import Gif
from tests.unit.imaging.samples import photo, soft

pytestmark = pytest.mark.also_without_kernel


def hue(turn: int, size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return all saturations and values of one hue, which no palette of 255 colors has for all hues."""
    saturation = Image.linear_gradient("L").rotate(90).resize(size)
    value = Image.linear_gradient("L").resize(size).point(lambda level: 255 - level // 2)
    return Image.merge("HSV", (Image.new("L", size, turn), saturation, value)).convert("RGB")


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
    assert all(frame.local for frame in gif.frames[1:])


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
