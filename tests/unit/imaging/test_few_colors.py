import random
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from chalicelib.models import VariantSpec
from tests.unit.imaging.samples import encoded, render


def screenshot(width: int = 800, height: int = 600) -> Image.Image:
    """Return an image of 16 colors with much text, which is smooth only after scaling."""
    chance = random.Random(7)  # noqa: S311  reproducible, not secret
    colors = [tuple(chance.randrange(256) for _ in range(3)) for _ in range(13)]
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.fontmode = "1"
    for number, color in enumerate(colors):
        top = number * height // len(colors)
        draw.rectangle((0, top, width // 3, top + 12), fill=color)
        draw.text((width // 3 + 10, top), "The quick brown fox jumps over the lazy dog " * 2, fill="black")
        draw.text((width // 3 + 10, top + 20), "and runs away from the pack of hounds", fill=color)
    draw.rectangle((700, 500, 707, 507), fill=(255, 0, 0))
    return image


def icon() -> Image.Image:
    """Return a disc of one color with a smooth edge on a transparent background, as a palette."""
    mask = Image.new("L", (400, 400))
    ImageDraw.Draw(mask).ellipse((20, 20, 380, 380), fill=255)
    image = Image.new("RGBA", (200, 200), (200, 30, 60, 255))
    image.putalpha(mask.resize((200, 200), Image.Resampling.LANCZOS))
    return image


def variant(content: bytes, side: int) -> bytes:
    (only,) = render(content, VariantSpec(name="v", width=side, height=side, format="png"))
    return only.content


def differences(one: Image.Image, other: Image.Image) -> ImageStat.Stat:
    return ImageStat.Stat(ImageChops.difference(one.convert("RGBA").convert("RGBa"), other.convert("RGBA").convert("RGBa")))


def scaled(image: Image.Image, by: int) -> Image.Image:
    return image.resize((image.width // by, image.height // by), Image.Resampling.LANCZOS)


def sources() -> Iterator[tuple[str, bytes]]:
    yield "palette", encoded(screenshot().quantize(16, dither=Image.Dither.NONE), "png")
    yield "colors", encoded(screenshot(), "png")
    yield "bitmap", encoded(screenshot(), "bmp")


@pytest.mark.parametrize(("kind", "content"), sources())
@pytest.mark.parametrize("side", [640, 400, 200])
def test_a_drawing_stays_a_palette_and_close_to_its_colors(kind: str, content: bytes, side: int) -> None:
    written = variant(content, side)
    image = Image.open(BytesIO(written))
    assert image.mode == "P"
    plain = screenshot().resize(image.size, Image.Resampling.LANCZOS)
    found = differences(image, plain)
    assert max(found.rms) < 2.5
    assert max(high for _, high in found.extrema) < 60
    assert len(written) < len(encoded(plain, "png")) / 2
