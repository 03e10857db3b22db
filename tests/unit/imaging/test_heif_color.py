"""How AVIF and HEIC describe their colors. The pixels come from AVIF, which Pillow can encode."""

import struct

import pytest
from PIL import ImageCms

from chalicelib.imaging.color.description import Cicp, ColorDescription
from tests.unit.imaging import heif_files as file
from tests.unit.imaging.avif_files import (
    COLORS,
    avif,
    colored,
    derived,
    read,
)
from tests.unit.imaging.samples import encoded, near, quarters, rendered


def test_code_points_describe_the_color() -> None:
    display_p3 = Cicp(primaries=12, transfer=13, matrix=6, full_range=True)
    assert colored(file.nclx(12, 13, 6, full_range=True)) == ColorDescription(cicp=display_p3)


@pytest.mark.parametrize(("primaries", "transfer"), [(1, 1), (1, 6), (2, 2), (0, 0)])
def test_television_and_unspecified_color_mean_srgb_as_in_chromium(primaries: int, transfer: int) -> None:
    content = avif().replace(COLORS, file.nclx(primaries, transfer, 6, full_range=True))
    assert content != avif()
    assert read(content).color.cicp == Cicp(primaries=1, transfer=13, matrix=6, full_range=True)
    plain = rendered(avif(), width=64, height=64, format="png")
    assert rendered(content, width=64, height=64, format="png").tobytes() == plain.tobytes()


def test_without_code_points_the_coded_data_describes_the_color() -> None:
    in_coded_data = Cicp(primaries=1, transfer=13, matrix=6, full_range=True)
    assert colored() == colored(file.box(b"colr", b"nclx", bytes(6))) == ColorDescription(cicp=in_coded_data)
    assert colored(file.nclx(9, 16, 9, full_range=False)).cicp == Cicp(9, 16, 9, full_range=False)


@pytest.mark.parametrize(
    ("boxes", "luminance"),
    [
        ([file.box(b"clli", struct.pack(">HH", 700, 200))], 700),
        ([file.box(b"mdcv", struct.pack(">8HII", *range(8), 4_000_000, 50))], 400),
        ([file.box(b"mdcv", bytes(24)), file.box(b"clli", bytes(4))], None),
        ([file.box(b"mdcv", bytes(17)), file.box(b"clli", b"")], None),
    ],
)
def test_the_brightest_light_comes_from_the_content_or_the_display(
    boxes: list[bytes], luminance: float | None
) -> None:
    assert colored(file.nclx(9, 16, 9, full_range=False), *boxes).max_luminance == luminance


def test_an_icc_profile_takes_precedence_for_the_color() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert colored(COLORS, file.icc(profile)) == ColorDescription(icc=profile)


def test_a_grid_is_described_by_its_tiles_if_it_is_not_itself() -> None:
    tile = file.coded(encoded(quarters(64, 64), "avif", quality=90))
    content = file.file([derived(b"grid", file.grid(1, 2, 100, 64), 2, 3, size=(100, 64)), tile, tile])
    assert read(content).color == read(avif()).color != ColorDescription()
    image = rendered(content, width=100, height=64, format="png")
    assert near(image.getpixel((90, 6)), (220, 30, 30))
    assert near(image.getpixel((58, 6)), (30, 180, 30))
