"""Grayscale, blur and sharpen, compared with libvips."""

from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any

import pytest
import pyvips
from PIL import Image, ImageChops, ImageDraw, ImageSequence, ImageStat
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.domain.geometry import plan
from chalicelib.imaging.budget import run_cost
from chalicelib.imaging.source import open_source
from chalicelib.models import Format, VariantSpec
from tests.unit.imaging.samples import ENGINE, GREEN, RED, encoded, opened, photo, quarters, render

SIZE = (200, 150)
# For colors without a bound of their own: rounding in Pillow and in libvips.
ROUNDING = 1
LUMA = [[0.2126, 0.7152, 0.0722]] * 3


def noise(mode: str = "RGB") -> Image.Image:
    """Return a photo with much detail, transparent towards its corners in mode RGBA."""
    values = Random(1).randbytes(3 * SIZE[0] * SIZE[1])  # noqa: S311  the same in every run
    grain = Image.frombytes("RGB", SIZE, values)
    image = Image.blend(photo(*SIZE), grain, 0.4)
    if mode == "RGBA":
        image.putalpha(ImageChops.invert(Image.radial_gradient("L").resize(SIZE)))
    return image.convert(mode)


def drawn(image: Image.Image, **settings: Any) -> Image.Image:
    settings = {"name": "v", "width": 5000, "height": 5000, "format": "png", **settings}
    (variant,) = render(encoded(image, "png"), VariantSpec(**settings))
    return opened(variant.content)


def vips(image: Image.Image) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(encoded(image, "png"), "")


def premultiplied(image: pyvips.Image) -> pyvips.Image:
    return image.premultiply() if image.hasalpha() else image


def as_pillow(image: pyvips.Image, *, like: Image.Image) -> Image.Image:
    if like.mode == "RGBA":
        image = image.unpremultiply()
    meant = "b-w" if like.mode == "L" else "srgb"
    whole = image.rint().cast("uchar").copy(interpretation=meant)
    return Image.open(BytesIO(whole.write_to_buffer(".png")))


def difference(one: Image.Image, other: Image.Image, border: int = 0) -> tuple[int, float]:
    """Return the largest and the mean difference, of premultiplied colors, without the border."""
    pair = [image.convert("RGBA").convert("RGBa") for image in (one, other)]
    box = (border, border, one.width - border, one.height - border)
    found = ImageChops.difference(pair[0].crop(box), pair[1].crop(box))
    extrema = [band for band in found.getextrema() if isinstance(band, tuple)]
    return int(max(high for _, high in extrema)), max(ImageStat.Stat(found).mean)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("sigma", [0.5, 1.0, 2.5, 8.0, 20.0])
def test_a_blur_is_gaussian(mode: str, sigma: float) -> None:
    image = noise(mode)
    expected = premultiplied(vips(image)).gaussblur(sigma, min_ampl=0.001, precision="float")
    # The two continue the image differently beyond its border.
    most, mean = difference(drawn(image, blur=sigma), as_pillow(expected, like=image), round(3 * sigma))
    assert most <= 5
    assert mean < 1.5


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_sharpening_is_that_of_sharp(mode: str) -> None:
    image = noise(mode)
    kernel = pyvips.Image.new_from_array([[-1, -1, -1], [-1, 32, -1], [-1, -1, -1]], 24)
    expected = premultiplied(vips(image)).conv(kernel, precision="float")
    most, mean = difference(drawn(image, sharpen=True), as_pillow(expected, like=image))
    # Colors are premultiplied with 8 bits, and the kernel multiplies what that rounds.
    assert most <= (5 if mode == "RGBA" else ROUNDING)
    assert mean < 0.5


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_grayscale_is_the_luma_of_css(mode: str) -> None:
    image = noise(mode)
    color = vips(image)
    gray = color if mode == "L" else color.extract_band(0, n=3).recomb(LUMA)
    expected = gray.bandjoin(color[3]).premultiply() if mode == "RGBA" else gray
    found = drawn(image, grayscale=True)
    assert difference(found, as_pillow(expected, like=image))[0] <= ROUNDING
    if mode == "RGBA":
        assert found.getchannel("A").tobytes() == image.getchannel("A").tobytes()


def test_effects_apply_in_a_fixed_order() -> None:
    image = noise()
    kernel = pyvips.Image.new_from_array([[-1, -1, -1], [-1, 32, -1], [-1, -1, -1]], 24)
    blurred = vips(image).recomb(LUMA).gaussblur(1.5, min_ampl=0.001, precision="float")
    expected = as_pillow(blurred.conv(kernel, precision="float"), like=image)
    assert difference(drawn(image, grayscale=True, blur=1.5, sharpen=True), expected, 5)[0] <= 5


@pytest.mark.parametrize("effect", [{"blur": 3.0}, {"sharpen": True}, {"grayscale": True}])
def test_transparent_areas_leave_no_fringes(effect: dict[str, Any]) -> None:
    # Invisible black around white: without premultiplied alpha, the edge would turn gray.
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 50, 50), fill=(255, 255, 255, 255))
    found = drawn(image.resize((40, 40)), **effect).convert("RGBA")
    visible = [found.getpixel((x, y)) for x in range(found.width) for y in range(found.height)]
    colors = {pixel[:3] for pixel in visible if isinstance(pixel, tuple) and pixel[3] > 0}
    assert colors == {(255, 255, 255)}


def test_the_background_keeps_its_color() -> None:
    found = drawn(quarters(90, 60), width=90, height=90, fit="contain", background="#1080f0", grayscale=True)
    assert found.convert("RGB").getpixel((45, 5)) == (0x10, 0x80, 0xF0)
    edge = drawn(Image.new("RGB", (90, 60)), width=90, height=90, fit="contain", blur=9.0)
    assert edge.convert("RGB").getpixel((45, 14)) == (255, 255, 255)
    assert edge.convert("RGB").getpixel((45, 15)) == (0, 0, 0)


def test_an_opaque_gray_jpeg_has_no_color_channels() -> None:
    spec = VariantSpec(name="v", width=100, format="jpeg", grayscale=True)
    for size in ((80, 60), (400, 300)):
        (variant,) = render(encoded(photo(*size), "jpeg", quality=60, subsampling=2), spec)
        image = opened(variant.content)
        assert isinstance(image, JpegImageFile)
        assert (image.mode, image.layer) == ("L", [(1, 1, 1, 0)])


def moving() -> list[Image.Image]:
    return [noise().rotate(angle) for angle in (0, 30, 60)]


def shown(content: bytes) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(opened(content)):
        yield frame.convert("RGB")


@pytest.mark.parametrize(
    "settings",
    [
        {"blur": 2.0},
        {"sharpen": True},
        {"grayscale": True},
        {"grayscale": True, "blur": 1.0, "sharpen": True},
    ],
)
def test_every_frame_gets_the_effects(settings: dict[str, Any]) -> None:
    frames = moving()
    content = encoded(frames[0], "png", save_all=True, append_images=frames[1:], duration=40)
    spec = VariantSpec(name="v", width=80, height=80, fit="cover", format="png", **settings)
    (variant,) = render(content, spec)
    found = list(shown(variant.content))
    assert len(found) == len(frames)
    for frame, one in zip(frames, found, strict=True):
        still = drawn(frame, width=80, height=80, fit="cover", **settings)
        assert difference(one, still)[0] == 0


@pytest.mark.parametrize("format_", ["gif", "webp"])
def test_a_drawing_in_grayscale_has_no_colored_pixels(format_: Format) -> None:
    frames = [quarters(160, 120).rotate(angle, fillcolor=RED).quantize(8) for angle in (0, 90, 180)]
    content = encoded(frames[0], "gif", save_all=True, append_images=frames[1:], duration=40)
    spec = VariantSpec(name="v", width=40, height=30, format=format_, grayscale=True)
    (variant,) = render(content, spec)
    for frame in shown(variant.content):
        assert ImageStat.Stat(frame.convert("HSV").getchannel("S")).sum == [0]


def test_a_blurred_drawing_is_not_reduced_to_its_colors() -> None:
    frames = [Image.new("RGB", (120, 90), RED), Image.new("RGB", (120, 90), RED)]
    frames[1].paste(GREEN, (60, 0, 120, 90))
    content = encoded(frames[0], "gif", save_all=True, append_images=frames[1:], duration=40)
    (variant,) = render(content, VariantSpec(name="v", width=60, format="webp", blur=4.0))
    last = list(shown(variant.content))[-1]
    assert len(last.getcolors() or ()) > 8


def cost(**settings: Any) -> tuple[float, float]:
    content = encoded(photo(1200, 900), "jpeg")
    info = ENGINE.inspect(content)
    source = open_source(content, info.format, 1000)
    spec = VariantSpec(name="v", width=800, format="jpeg", **settings)
    found = run_cost.of_run(source, info, plan(info, [spec]), max_memory=10**9)
    return found.memory, found.seconds


@pytest.mark.parametrize("settings", [{"blur": 1.0}, {"sharpen": True}, {"grayscale": True}])
def test_the_budget_counts_effects(settings: dict[str, Any]) -> None:
    pixels = 800 * 600
    memory, seconds = cost()
    more_memory, more_seconds = cost(**settings)
    assert more_memory >= memory + 4 * pixels
    assert more_seconds > seconds
