"""Still GIFs, decoded by the reference decoder of the tests."""

import pytest
from PIL import Image, ImageDraw

from chalicelib.imaging.animation.encode_still_gif import encode_still
from tests.unit.imaging.gif_comparison import max_difference, shows
from tests.unit.imaging.gif_decoder import decode
from tests.unit.imaging.samples import BLUE, GREEN, photo, soft

pytestmark = pytest.mark.also_without_kernel


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


def test_a_fully_transparent_still_image_can_be_written() -> None:
    clear = Image.new("RGBA", (48, 32))
    assert shows(decode(encode_still(clear)), clear)
