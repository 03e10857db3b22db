"""What the encoders are told, by image: small images, drawings, and sources that are already compressed."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from chalicelib.imaging.encoding import jpeg_tables
from chalicelib.models import Format, VariantSpec
from tests.unit.imaging.samples import encoded, opened, photo, render

FULL_CHROMA, HALF_CHROMA = 0, 2


def pixel_art(side: int) -> Image.Image:
    """Return single pixels of saturated colors side by side, which bleed if the chroma is halved."""
    image = Image.new("RGB", (side, side), (20, 20, 20))
    for at in range(side * side):
        x, y = at % side, at // side
        if (x + y) % 2:
            image.putpixel((x, y), ((255, 0, 0), (0, 0, 255), (0, 200, 0))[(x // 3 + y // 3) % 3])
    return image


def variant(content: bytes, format_: Format, side: int = 4000, **spec: Any) -> bytes:
    (only,) = render(content, VariantSpec(name="v", width=side, height=side, format=format_, **spec))
    return only.content


def worst(one: Image.Image, other: Image.Image) -> float:
    differences = ImageChops.difference(one, other.convert("RGB"))
    return max(high for _, high in ImageStat.Stat(differences).extrema)


@pytest.mark.parametrize("format_", ["webp", "avif", "jpeg"])
@pytest.mark.parametrize("source", ["png", "bmp", "tiff"])
def test_pixel_art_does_not_bleed(source: str, format_: Format) -> None:
    image = pixel_art(32)
    drawn = opened(variant(encoded(image, source), format_, quality=90))
    assert worst(image, drawn) < {"webp": 1, "avif": 70, "jpeg": 70}[format_]


def test_only_small_jpegs_have_full_chroma() -> None:
    content = encoded(photo(400, 400), "png")
    assert get_sampling(opened(variant(content, "jpeg", 100))) == FULL_CHROMA
    assert get_sampling(opened(variant(content, "jpeg", 101))) == HALF_CHROMA


def test_small_photos_stay_lossy_as_webp() -> None:
    noisy = Image.effect_noise((90, 90), 40).convert("RGB")
    content = variant(encoded(ImageChops.add(photo(90, 90), noisy, 2), "png"), "webp")
    assert content[12:16] == b"VP8 "


def test_a_drawing_is_lossless_as_webp_if_that_is_smaller() -> None:
    image = Image.new("RGB", (400, 300), "white")
    image.paste((200, 30, 30), (50, 50, 351, 251))
    content = variant(encoded(image, "png"), "webp")
    assert content[12:16] == b"VP8L"
    assert worst(image, opened(content)) == 0


@pytest.mark.parametrize(("mode", "method"), [("RGB", 4), ("RGBA", 2)])
def test_alpha_gets_a_faster_method_of_webp(mode: str, method: int) -> None:
    image = photo(320, 240)
    if mode == "RGBA":
        image.putalpha(255)
        image.paste((0, 0, 0, 0), (0, 0, 100, 240))
    assert variant(encoded(image, "png"), "webp") == encoded(image, "webp", quality=80, method=method)


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"subsampling": 0}, {"optimize": True}], ids=str
)
@pytest.mark.parametrize("source_quality", [10, 50, 75])
@pytest.mark.parametrize("size", [(640, 480), (80, 60)])
@pytest.mark.parametrize("wanted", [80, "best"])
def test_a_jpeg_does_not_grow_if_its_pixels_are_not_scaled(
    options: dict[str, object], source_quality: int, size: tuple[int, int], wanted: int | str
) -> None:
    image = ImageChops.add(photo(*size), Image.effect_noise(size, 40).convert("RGB"), 2)
    content = encoded(image, "jpeg", quality=source_quality, **options)
    written = variant(content, "jpeg", quality=wanted)
    assert len(written) <= len(content) * 1.01
    assert worst(opened(content), opened(written)) <= 60


def test_a_fine_jpeg_is_encoded_with_the_wanted_quality() -> None:
    content = encoded(photo(640, 480), "jpeg", quality=98)
    tables = opened_jpeg(variant(content, "jpeg", quality=70)).quantization
    # for brightness and color alike, the first level, 16, at 60%
    assert list(tables) == [0]
    assert tables[0][0] == 10


def test_the_quality_of_a_scaled_jpeg_does_not_depend_on_the_source() -> None:
    content = encoded(photo(640, 480), "jpeg", quality=20)
    fine = encoded(photo(640, 480), "jpeg", quality=98)
    tables = opened_jpeg(variant(content, "jpeg", 320, quality=80)).quantization
    assert tables == opened_jpeg(variant(fine, "jpeg", 320, quality=80)).quantization


@pytest.mark.parametrize("quality", [30, 60, 75, 80, 95])
def test_a_jpeg_of_the_wanted_quality_keeps_its_tables(quality: int) -> None:
    content = encoded(photo(640, 480), "jpeg", quality=quality)
    tables = opened_jpeg(variant(content, "jpeg", quality=quality)).quantization
    assert tables == opened_jpeg(content).quantization


@pytest.mark.parametrize("quality", [60, 80, 90])
def test_jpegs_take_fewer_bytes_than_with_libjpegs_tables(quality: int) -> None:
    image = ImageChops.add(photo(640, 480), Image.effect_noise((640, 480), 40).convert("RGB"), 2)
    written = variant(encoded(image, "png"), "jpeg", quality=quality)
    assert len(written) < len(encoded(image, "jpeg", quality=quality, optimize=True))


def test_small_images_keep_the_finest_detail_as_jpeg() -> None:
    tables = opened_jpeg(variant(encoded(photo(100, 100), "png"), "jpeg")).quantization
    assert tables == opened_jpeg(encoded(photo(8, 8), "jpeg", quality=80)).quantization


@pytest.mark.parametrize("quality", [1, 10, 49, 50, 99, 100])
def test_tables_of_any_quality_fit_a_baseline_jpeg(quality: int) -> None:
    (table,) = jpeg_tables.of_quality(quality)
    assert len(table) == 64
    assert min(table) >= 1
    assert max(table) <= 255


def opened_jpeg(content: bytes) -> JpegImageFile:
    return JpegImageFile(BytesIO(content))
