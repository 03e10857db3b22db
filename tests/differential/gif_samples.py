"""Animations whose colors are hard to reproduce in a GIF."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from PIL import Image, ImageChops, ImageDraw

SIZE = (400, 320)
_FRAMES = 4


def fade() -> Iterator[Image.Image]:
    """Yield a gradient that turns into another."""
    across = Image.linear_gradient("L").rotate(90).resize(SIZE)
    down = Image.linear_gradient("L").resize(SIZE)
    first = Image.merge("RGB", (across, down, ImageChops.invert(across)))
    second = Image.merge("RGB", (ImageChops.invert(down), across, down))
    for number in range(_FRAMES):
        yield Image.blend(first, second, number / (_FRAMES - 1))


def moving_shape() -> Iterator[Image.Image]:
    """Yield a disk that moves over a drawn photo."""
    sky = Image.linear_gradient("L").resize(SIZE)
    rings = Image.radial_gradient("L").resize(SIZE).point(lambda value: abs(value * 4 % 512 - 256))
    background = Image.merge("RGB", (rings, sky, ImageChops.invert(sky)))
    for number in range(_FRAMES):
        frame = background.copy()
        left = 30 + 60 * number
        ImageDraw.Draw(frame).ellipse((left, 100, left + 90, 190), fill=(250, 210, 30))
        yield frame


def turning_hue() -> Iterator[Image.Image]:
    """Yield all saturations and values of one hue after the other."""
    saturation = Image.linear_gradient("L").rotate(90).resize(SIZE)
    value = Image.linear_gradient("L").resize(SIZE).point(lambda level: 255 - level // 2)
    for number in range(_FRAMES):
        hue = Image.new("L", SIZE, 255 * number // _FRAMES)
        yield Image.merge("HSV", (hue, saturation, value)).convert("RGB")


def sprite() -> Iterator[Image.Image]:
    """Yield a shaded disk that moves over transparent ground."""
    side = 160
    shade = Image.linear_gradient("L").resize((side, side))
    disk = Image.merge("RGB", (shade, ImageChops.invert(shade), shade.rotate(90)))
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    for number in range(_FRAMES):
        frame = Image.new("RGBA", SIZE)
        frame.paste(disk, (20 + 60 * number, 80), mask)
        yield frame


def gray() -> Iterator[Image.Image]:
    """Yield a gray gradient over which a lighter disk moves."""
    ground = Image.linear_gradient("L").rotate(90).resize(SIZE).point([level // 2 for level in range(256)])
    for number in range(_FRAMES):
        frame = ground.copy()
        left = 30 + 60 * number
        shade = (
            Image.radial_gradient("L").resize((120, 120)).point([255 - level // 2 for level in range(256)])
        )
        mask = Image.new("L", (120, 120), 0)
        ImageDraw.Draw(mask).ellipse((0, 0, 119, 119), fill=255)
        frame.paste(shade, (left, 90), mask)
        yield frame.convert("RGB")


SAMPLES: Mapping[str, Callable[[], Iterator[Image.Image]]] = MappingProxyType(
    {"fade": fade, "moving-shape": moving_shape, "turning-hue": turning_hue, "sprite": sprite, "gray": gray}
)
