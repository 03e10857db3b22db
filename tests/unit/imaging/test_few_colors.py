import random
from functools import cache
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageStat

from chalicelib.imaging.encoding import few_colors
from chalicelib.models import VariantSpec
from tests.unit.imaging.samples import encoded, near, opened, photo, render

pytestmark = pytest.mark.also_without_kernel


@cache
def screenshot() -> Image.Image:
    """Return 16 colors: bars, much text without smooth edges, and one small red square."""
    chance = random.Random(7)  # noqa: S311  reproducible, not secret
    colors = [(chance.randrange(256), chance.randrange(256), chance.randrange(256)) for _ in range(13)]
    image = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(image)
    draw.fontmode = "1"
    for number, color in enumerate(colors):
        top = number * 46
        draw.rectangle((0, top, 260, top + 12), fill=color)
        draw.text((280, top), "The quick brown fox jumps over the lazy dog " * 2, fill="black")
        draw.text((280, top + 20), "and runs away from the pack of hounds", fill=color)
    draw.rectangle((600, 500, 607, 507), fill="red")
    return image


def icon() -> Image.Image:
    """Return a disc of one color with a smooth edge, on a transparent background."""
    mask = Image.new("L", (800, 800))
    ImageDraw.Draw(mask).ellipse((40, 40, 760, 760), fill=255)
    image = Image.new("RGBA", (200, 200), (200, 30, 60, 255))
    image.putalpha(mask.resize((200, 200), Image.Resampling.LANCZOS))
    return image


def half(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)


def differences(one: Image.Image, other: Image.Image) -> ImageStat.Stat:
    visible = (image.convert("RGBA").convert("RGBa") for image in (one, other))
    return ImageStat.Stat(ImageChops.difference(*visible))


def variant(content: bytes, side: int) -> bytes:
    (only,) = render(content, VariantSpec(name="v", width=side, height=side, format="png"))
    return only.content


def sources() -> list[bytes]:
    palette = screenshot().quantize(16, dither=Image.Dither.NONE)
    return [encoded(palette, "png"), encoded(screenshot(), "png"), encoded(palette, "bmp")]


@pytest.mark.parametrize("content", sources(), ids=["palette", "colors", "bitmap"])
@pytest.mark.parametrize("side", [800, 640, 400, 200])
def test_a_drawing_of_few_colors_becomes_a_palette_when_scaled(content: bytes, side: int) -> None:
    written = variant(content, side)
    image = Image.open(BytesIO(written))
    assert image.mode == "P"
    assert len(written) < len(encoded(image.convert("RGB"), "png")) * 0.6


def test_a_palette_is_close_to_every_color_and_keeps_the_frequent_ones() -> None:
    image = half(screenshot())
    palette = few_colors.to_palette(image, few_colors.CLOSE)
    assert palette is not None
    found = differences(image, palette)
    assert max(found.rms) < 2
    assert max(high for _, high in found.extrema) <= 32
    frequent = sorted(image.getcolors(99_999) or [], reverse=True)[:16]
    assert {color for _, color in frequent} <= {
        color for _, color in palette.convert("RGB").getcolors() or []
    }
    assert near(palette.convert("RGB").getpixel((301, 251)), (255, 0, 0))


def test_a_palette_keeps_smooth_transparency() -> None:
    image = half(icon())
    palette = few_colors.to_palette(image, few_colors.CLOSE)
    assert palette is not None
    assert max(high for _, high in differences(image, palette).extrema) <= 8
    written = variant(encoded(icon().quantize(256), "png"), 100)
    with Image.open(BytesIO(written)) as opened:
        assert (opened.mode, opened.convert("RGBA").getpixel((0, 0))) == ("P", (0, 0, 0, 0))


def test_a_photo_with_a_palette_keeps_all_its_colors() -> None:
    noisy = Image.effect_noise((300, 200), 90)
    image = Image.merge("RGB", (noisy, noisy.rotate(90).resize(noisy.size), noisy.rotate(180)))
    assert few_colors.to_palette(half(image), few_colors.CLOSE) is None
    written = variant(encoded(image.quantize(256), "png"), 150)
    assert Image.open(BytesIO(written)).mode == "RGB"


def test_a_source_with_many_colors_is_stored_without_loss() -> None:
    image = photo(300, 200)
    written = variant(encoded(image, "png"), 300)
    assert max(high for _, high in differences(image, Image.open(BytesIO(written))).extrema) == 0


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA"])
@pytest.mark.parametrize("colors", [1, 2, 3, 16, 17, 256])
def test_a_palette_that_holds_every_color_changes_none(mode: str, colors: int) -> None:
    image = Image.new("RGBA", (16, 16))
    pixels = [
        ((at * 7) % 256, 0, 255 - at, 255) if mode == "RGB" else (at, at, at, 255 - at)
        for at in range(colors)
    ]
    image.putdata([pixels[at % colors] for at in range(256)])
    image = image.convert(mode)
    palette = few_colors.to_palette(image, few_colors.EXACT)
    if mode == "L" and colors > 16:
        assert palette is None
        return
    assert palette is not None
    assert palette.convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


@pytest.mark.parametrize(
    ("image", "mode"),
    [
        (photo(60, 40).convert("RGBA"), "RGB"),
        (photo(60, 40).convert("L").convert("RGB"), "L"),
        (photo(60, 40).convert("L").convert("RGBA"), "L"),
    ],
    ids=["opaque", "gray", "opaque gray"],
)
def test_a_png_stores_no_channel_that_says_nothing(image: Image.Image, mode: str) -> None:
    assert Image.open(BytesIO(variant(encoded(image, "png"), 60))).mode == mode


@given(st.lists(st.binary(min_size=4, max_size=4), min_size=1, max_size=99, unique=True), st.integers(1, 20))
def test_boxes_divide_the_colors(colors: list[bytes], count: int) -> None:
    boxes = few_colors.split(colors, count)
    assert len(boxes) == min(count, len(colors))
    assert sorted(color for box in boxes for color in box) == sorted(colors)


@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
def test_more_than_16_grays_stay_exact(mode: str) -> None:
    grays = Image.linear_gradient("L").point([100 + level // 5 for level in range(256)])
    content = encoded(grays.convert(mode), "png", optimize=True)
    assert differences(opened(variant(content, 256)), grays).extrema == [(0, 0)] * 4
    smaller = opened(variant(content, 128)).convert("L")
    assert len(smaller.getcolors() or ()) > 40
