"""HEIC: decoded by pi-heif, within the limits."""

from dataclasses import replace

import pytest

from chalicelib.errors import CorruptImage, TooComplex, UnsupportedFormat
from tests.unit.imaging import heic_samples
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.heif_files import Item
from tests.unit.imaging.samples import BLUE, ENGINE, GREEN, RED, YELLOW, near, rendered

COLOR = file.coded(heic_samples.COLOR_AND_ALPHA)
ALPHA = file.coded(heic_samples.COLOR_AND_ALPHA, 2)


def heic(*items: Item, brand: bytes = b"heic") -> bytes:
    return file.file(items, major=brand, brands=[b"mif1", brand])


@pytest.mark.parametrize("content", [heic(COLOR), heic_samples.TEN_BITS], ids=["8 bits", "10 bits"])
def test_the_colors_are_right(content: bytes) -> None:
    image = rendered(content, width=64, height=64, format="png")
    assert image.mode == "RGB"
    for at, color in (((8, 8), RED), ((56, 8), GREEN), ((8, 56), BLUE), ((56, 56), YELLOW)):
        assert near(image.getpixel(at), color, tolerance=3)


def test_gray_images_stay_gray() -> None:
    image = rendered(heic_samples.GRAY, width=64, height=64, format="png")
    assert near((image.getpixel((32, 2)), image.getpixel((32, 61))), (10, 245), tolerance=4)
    assert image.mode == "L"


def test_the_header_contains_format_size_and_alpha() -> None:
    info = ENGINE.inspect(heic_samples.COLOR_AND_ALPHA)
    assert (info.format, info.content_type) == ("heic", "image/heic")
    assert (info.width, info.height, info.frames, info.has_alpha) == (64, 64, 1, True)
    assert not ENGINE.inspect(heic(COLOR)).has_alpha


def test_an_alpha_channel_is_kept() -> None:
    image = rendered(heic_samples.COLOR_AND_ALPHA, width=64, height=64, format="png")
    assert near(image.getpixel((8, 8)), (*RED, 255), tolerance=3)
    assert near(image.getpixel((8, 56)), (*BLUE, 128), tolerance=4)


def test_premultiplied_colors_are_divided_by_alpha() -> None:
    color = replace(COLOR, references={b"prem": [2]})
    image = rendered(heic(color, ALPHA), width=64, height=64, format="png")
    assert near(image.getpixel((8, 56)), (60, 60, 255, 128), tolerance=4)


def test_rotation_applies_once_and_exif_not_at_all() -> None:
    exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    color = replace(COLOR, properties=[*COLOR.properties, file.clap(64, 32, 0, 0, (64, 64)), file.irot(1)])
    content = heic(color, Item(kind=b"Exif", data=file.exif(exif), references={b"cdsc": [1]}))
    info = ENGINE.inspect(content)
    assert (info.width, info.height) == (32, 64)
    image = rendered(content, width=32, height=64, format="png")
    assert near(image.getpixel((8, 8)), GREEN, tolerance=3)
    assert near(image.getpixel((8, 56)), RED, tolerance=3)


def test_a_derived_image_keeps_the_rotation_of_its_input() -> None:
    derived = Item(
        kind=b"iden",
        data=b"",
        properties=[file.ispe(64, 64), file.imir(1)],
        references={b"dimg": [2]},
    )
    turned = replace(COLOR, properties=[*COLOR.properties, file.irot(1)])
    image = rendered(heic(derived, turned), width=64, height=64, format="png")
    assert near(image.getpixel((56, 8)), GREEN, tolerance=3)
    assert near(image.getpixel((8, 8)), YELLOW, tolerance=3)


def test_tiles_are_joined() -> None:
    grid = Item(
        kind=b"grid",
        data=file.grid(2, 2, 100, 90),
        properties=[file.ispe(100, 90)],
        references={b"dimg": [2, 3, 4, 5]},
    )
    image = rendered(heic(grid, COLOR, COLOR, COLOR, COLOR), width=100, height=90, format="png")
    assert image.size == (100, 90)
    for at, color in (((58, 8), GREEN), ((70, 8), RED), ((8, 58), BLUE), ((70, 70), RED)):
        assert near(image.getpixel(at), color, tolerance=3)


@pytest.mark.parametrize("brand", [b"mif1", b"heix", b"hevc", b"msf1", b"avif"])
def test_the_primary_image_decides_not_the_brand(brand: bytes) -> None:
    content = heic(COLOR, brand=brand)
    assert ENGINE.inspect(content).format == "heic"
    assert near(rendered(content).getpixel((5, 5)), RED)


def test_pixels_are_limited_before_the_decoder_sees_the_file() -> None:
    huge = Item(kind=b"hvc1", data=b"not HEVC", properties=[file.ispe(60_000, 60_000)])
    with pytest.raises(TooComplex):
        rendered(heic(huge))


@pytest.mark.parametrize(
    "content",
    [
        heic_samples.COLOR_AND_ALPHA[:-60],
        heic(replace(COLOR, data=COLOR.data[:30])),
        heic(replace(COLOR, data=b"")),
        heic(replace(COLOR, properties=[file.ispe(64, 64)])),
        heic(replace(COLOR, properties=[file.ispe(16, 16), COLOR.properties[0]])),
    ],
    ids=["truncated", "less data", "no data", "no decoder configuration", "larger than its size"],
)
def test_damaged_files_are_corrupt(content: bytes) -> None:
    with pytest.raises(CorruptImage):
        rendered(content)


def test_a_feature_that_libheif_lacks_is_unsupported() -> None:
    ictcp = file.nclx(9, 16, 14, full_range=True)
    others = [each for each in COLOR.properties if each[4:8] != b"colr"]
    with pytest.raises(UnsupportedFormat, match="color conversion"):
        rendered(heic(replace(COLOR, properties=[*others, ictcp])))
