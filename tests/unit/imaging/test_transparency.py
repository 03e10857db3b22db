import pytest
from PIL import Image

from chalicelib.models import Format
from tests.unit.imaging.samples import RED, encoded, near, rendered

pytestmark = pytest.mark.also_without_kernel


def red_disc(width: int = 600, height: int = 600) -> Image.Image:
    """Return an opaque red disc on transparent black, which must not become visible."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    mask = Image.radial_gradient("L").resize((width, height)).point(lambda value: 255 * (value < 128))
    image.paste((*RED, 255), mask=mask)
    return image


def darkest_red(image: Image.Image) -> int:
    """Return the lowest red value of all visible pixels."""
    pixels = image.convert("RGBA").get_flattened_data()
    return min(pixel[0] for pixel in pixels if isinstance(pixel, tuple) and pixel[3] > 40)


def alpha(image: Image.Image, at: tuple[int, int]) -> int:
    value = image.getchannel("A").getpixel(at)
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize("source", ["png", "webp", "tiff"])
@pytest.mark.parametrize("size", [60, 250])
def test_opaque_areas_have_no_dark_fringe(source: str, size: int) -> None:
    options = {"lossless": True} if source == "webp" else {}
    image = rendered(encoded(red_disc(), source, **options), format="png", width=size, height=size)
    assert darkest_red(image) >= RED[0] - 20


@pytest.mark.parametrize("format_", ["png", "webp", "avif"])
def test_transparency_is_kept_if_the_format_supports_it(format_: Format) -> None:
    image = rendered(encoded(red_disc(), "png"), format=format_).convert("RGBA")
    assert alpha(image, (0, 0)) < 5
    assert near(image.getpixel((30, 30)), (*RED, 255))


def test_gif_pixels_are_either_opaque_or_transparent() -> None:
    image = rendered(encoded(red_disc(), "png"), format="gif").convert("RGBA")
    assert {pixel[3] for pixel in image.get_flattened_data() if isinstance(pixel, tuple)} == {0, 255}


def test_jpeg_replaces_transparency_with_the_background() -> None:
    image = rendered(encoded(red_disc(), "png"), format="jpeg", background="#00ff00")
    assert near(image.getpixel((2, 2)), (0, 255, 0), tolerance=40)
    assert near(image.getpixel((30, 30)), RED)


def test_a_palette_keeps_its_transparent_color() -> None:
    palette = red_disc(64, 64).quantize(8)
    image = rendered(encoded(palette, "png"), format="png", width=32, height=32).convert("RGBA")
    assert alpha(image, (0, 0)) < 5
    assert near(image.getpixel((16, 16)), (*RED, 255))


def test_a_gray_image_keeps_its_alpha() -> None:
    image = rendered(encoded(red_disc().convert("LA"), "png"), format="png").convert("RGBA")
    assert alpha(image, (0, 0)) < 5
    assert alpha(image, (30, 30)) == 255


def test_contain_pads_a_transparent_image_with_the_background() -> None:
    content = encoded(red_disc(200, 100), "png")
    image = rendered(content, format="png", fit="contain", background="#0000ff").convert("RGBA")
    assert image.size == (60, 60)
    assert near(image.getpixel((30, 2)), (0, 0, 255, 255))


def test_contain_pads_with_a_transparent_background() -> None:
    content = encoded(red_disc(200, 100).convert("RGB"), "png")
    image = rendered(content, format="png", fit="contain", background="#00000000").convert("RGBA")
    assert image.getpixel((30, 2)) == (0, 0, 0, 0)
    assert near(image.getpixel((30, 30)), (*RED, 255))
