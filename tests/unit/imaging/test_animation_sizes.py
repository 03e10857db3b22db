"""Animations that were shrunk have at most as many bytes as their source."""

from collections.abc import Callable
from random import Random

import pytest
from PIL import Image, ImageDraw

from chalicelib.imaging.animation import encode_gif
from chalicelib.imaging.animation.gif_drawing import Settings
from chalicelib.models import Format, VariantSpec
from tests.unit.imaging.gif_decoder import decode
from tests.unit.imaging.samples import encoded, opened, photo, render

pytestmark = pytest.mark.also_without_kernel

COLORS = [(20, 12, 28), (208, 70, 72), (109, 170, 44), (89, 125, 206), (222, 238, 214), (0, 0, 0)]


def screencast(random: Random) -> list[Image.Image]:
    """Return windows with lines like text, of which some are added in every frame."""
    image = Image.new("RGB", (320, 200), COLORS[4])
    frames = []
    for number in range(10):
        draw = ImageDraw.Draw(image)
        for _ in range(6):
            left, top = random.randrange(300), random.randrange(190)
            draw.line((left, top, left + 18, top + random.randrange(9)), fill=random.choice(COLORS))
        frame = image.copy()
        ImageDraw.Draw(frame).ellipse((number * 20, 90, number * 20 + 15, 105), fill=COLORS[1])
        frames.append(frame)
    return frames


def pixel_art(random: Random) -> list[Image.Image]:
    """Return a scrolling landscape of 6 x 6 pixel blocks."""
    world = Image.new("RGB", (60, 24), COLORS[3])
    for x in range(60):
        world.paste(COLORS[2], (x, random.randrange(6, 22), x + 1, 24))
        world.putpixel((x, random.randrange(24)), random.choice(COLORS))
    views = [world.crop((x, 0, x + 40, 24)) for x in range(8)]
    return [view.resize((240, 144), Image.Resampling.NEAREST) for view in views]


def noise(random: Random) -> list[Image.Image]:
    """Return black and white noise, which no filter can shrink to two colors."""
    images = [Image.frombytes("L", (60, 40), random.randbytes(2400)) for _ in range(4)]
    black_and_white = [image.point([255 * (level > 127) for level in range(256)]) for image in images]
    return [image.resize((180, 120), Image.Resampling.NEAREST).convert("RGB") for image in black_and_white]


def sprite(random: Random) -> list[Image.Image]:
    """Return a moving drawing on a transparent background."""
    frames = []
    for number in range(8):
        frame = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
        draw = ImageDraw.Draw(frame)
        for radius in range(50, 0, -10):
            center = 55 + 6 * number
            box = (center - radius, 80 - radius, center + radius, 80 + radius)
            draw.ellipse(box, fill=(*random.choice(COLORS), 255))
        frames.append(frame)
    return frames


def source(frames: list[Image.Image]) -> bytes:
    return encode_gif.encode_frames(frames, [80] * len(frames), 0, Settings())


@pytest.mark.parametrize("draw", [screencast, pixel_art, noise, sprite])
@pytest.mark.parametrize("format_", ["gif", "webp"])
@pytest.mark.parametrize("scale", [0.8, 0.45])
def test_a_shrunk_animation_is_no_larger_than_its_source(
    draw: Callable[[Random], list[Image.Image]], format_: Format, scale: float
) -> None:
    frames = draw(Random(3))  # noqa: S311  the same in every run
    content = source(frames)
    width, height = (int(side * scale) for side in frames[0].size)
    (variant,) = render(content, VariantSpec(name="v", width=width, height=height, format=format_))
    assert len(variant.content) <= len(content)
    shown = decode(variant.content).frames if format_ == "gif" else range(opened(variant.content).n_frames)  # type: ignore[attr-defined]
    assert len(shown) == len(frames)


def test_flat_areas_keep_their_colors() -> None:
    frames = screencast(Random(3))  # noqa: S311  the same in every run
    (variant,) = render(source(frames), VariantSpec(name="v", width=160, height=100, format="gif"))
    small = decode(variant.content).frames
    for number, frame in enumerate(small):
        assert frame.shown.getpixel((number * 10 + 4, 48)) == (*COLORS[1], 255)


def test_enlarged_pixels_of_a_gif_are_smooth() -> None:
    frames = pixel_art(Random(3))  # noqa: S311  the same in every run
    (variant,) = render(source(frames), VariantSpec(name="v", width=480, height=288, enlarge=True))
    colors = decode(variant.content).frames[0].shown.getcolors()
    assert colors is not None
    assert len(colors) > len(COLORS)


def test_a_gif_of_a_lossy_animation_keeps_its_colors() -> None:
    first = photo(200, 150)
    content = encoded(first, "webp", save_all=True, append_images=[first.rotate(180)], quality=20)
    (variant,) = render(content, VariantSpec(name="v", width=100, height=75, format="gif"))
    colors = decode(variant.content).frames[0].shown.getcolors()
    assert colors is not None
    assert len(colors) > 200
