"""Color that is described without an ICC profile. The expected colors are those of Chromium 156."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chalicelib.imaging.color.code_points import of_still_image
from chalicelib.imaging.color.description import Chromaticities, Cicp, ColorDescription
from chalicelib.imaging.color.to_srgb import to_srgb
from tests.unit.imaging import icc_profiles as icc
from tests.unit.imaging.samples import near, photo

Color = tuple[int, ...]

D65 = (0.3127, 0.3290)
DISPLAY_P3 = Chromaticities(D65, (0.68, 0.32), (0.265, 0.69), (0.15, 0.06))
LINEAR = icc.rgb(icc.SRGB, icc.LINEAR)
RED, GRAY = (200, 60, 60), (55, 55, 55)


def points(primaries: int, transfer: int) -> Cicp:
    return Cicp(primaries, transfer, matrix=0, full_range=True)


def converted(color: Color, mode: str = "RGB", **description: Any) -> object:
    """Return a pixel in sRGB."""
    return to_srgb(Image.new(mode, (5, 5), color), ColorDescription(**description)).getpixel((2, 2))


@pytest.mark.parametrize(
    ("primaries", "expected"),
    [
        (4, (236, 50, 49)),
        (5, (204, 60, 60)),
        (6, (195, 66, 59)),
        (7, (195, 66, 59)),
        (8, (226, 39, 51)),
        (9, (247, 0, 53)),
        (10, (255, 0, 79)),
        (11, (212, 42, 53)),
        (12, (217, 42, 52)),
        (22, (202, 67, 59)),
    ],
)
def test_primaries(primaries: int, expected: Color) -> None:
    assert near(converted(RED, cicp=points(primaries, 13)), expected, tolerance=1)
    assert near(converted(GRAY, cicp=points(primaries, 13)), GRAY, tolerance=1)


@pytest.mark.parametrize(
    ("transfer", "expected"),
    [(1, 44), (4, 52), (5, 31), (6, 44), (7, 73), (8, 128), (11, 44), (14, 44), (15, 44), (17, 39)],
)
def test_transfers(transfer: int, expected: int) -> None:
    assert near(converted(GRAY, cicp=points(1, transfer)), (expected,) * 3, tolerance=1)


@pytest.mark.parametrize("unknown", [(2, 2), (12, 2), (2, 8), (3, 13), (1, 3), (0, 0), (1, 9), (255, 255)])
def test_unknown_code_points_are_ignored(unknown: tuple[int, int]) -> None:
    image = photo(40, 30)
    assert to_srgb(image, ColorDescription(cicp=points(*unknown))) is image
    assert near(converted(GRAY, cicp=points(*unknown), gamma=1.0), (128,) * 3, tolerance=1)


@pytest.mark.parametrize(
    ("nclx", "shown_as"), [((1, 1), (1, 13)), ((9, 14), (9, 13)), ((12, 2), (12, 13)), ((2, 8), (1, 8))]
)
def test_still_images_are_tagged_as_television_but_mean_srgb(
    nclx: tuple[int, int], shown_as: tuple[int, int]
) -> None:
    assert of_still_image(points(*nclx)) == points(*shown_as)


@pytest.mark.parametrize(
    ("transfer", "level", "expected"),
    [
        *((16, 64, 30), (16, 128, 132), (16, 160, 213), (16, 184, 246), (16, 192, 255), (16, 232, 255)),
        *((18, 64, 43), (18, 128, 99), (18, 176, 160), (18, 208, 212), (18, 255, 255)),
    ],
)
def test_hdr_is_compressed_above_the_reference_white(transfer: int, level: int, expected: int) -> None:
    image = to_srgb(Image.new("L", (5, 5), level), ColorDescription(cicp=points(9, transfer)))
    assert image.mode == "L"
    assert near((image.getpixel((2, 2)),), (expected,), tolerance=1)
    assert near(converted((level,) * 3, cicp=points(9, transfer)), (expected,) * 3, tolerance=7)


@pytest.mark.parametrize(
    ("cicp", "color", "expected"),
    [
        (points(9, 16), (20, 40, 90), (0, 9, 65)),
        (points(9, 16), (240, 220, 180), (255, 174, 70)),
        (points(12, 16), (240, 220, 180), (255, 194, 80)),
        (points(9, 18), (200, 60, 60), (230, 0, 39)),
        (points(9, 18), (128, 128, 200), (91, 100, 193)),
        (points(12, 18), (220, 100, 20), (245, 65, 0)),
    ],
)
def test_hdr_colors_keep_their_hue(cicp: Cicp, color: Color, expected: Color) -> None:
    assert near(converted(color, cicp=cicp), expected, tolerance=3)
    assert near(converted((*color, 99), mode="RGBA", cicp=cicp), (*expected, 99), tolerance=3)


@pytest.mark.parametrize(
    ("max_luminance", "level", "expected"),
    [(203, 128, 181), (400, 128, 163), (1000, 128, 132), (4000, 128, 132), (4000, 190, 224)],
)
def test_hdr_is_compressed_as_much_as_its_brightest_light_requires(
    max_luminance: float, level: int, expected: int
) -> None:
    shown = converted((level,), mode="L", cicp=points(9, 16), max_luminance=max_luminance)
    assert near((shown,), (expected,), tolerance=2)


@pytest.mark.parametrize("gamma", [0.44, 1 / 2.2, 0.45455, 0.47])
def test_a_gamma_near_the_one_of_srgb_means_srgb(gamma: float) -> None:
    image = photo(40, 30)
    assert to_srgb(image, ColorDescription(gamma=gamma)) is image


def test_gamma_applies_to_gray_and_color() -> None:
    assert near(converted(RED, gamma=1.0), (229, 133, 133), tolerance=1)
    assert near((converted((55,), mode="L", gamma=1.0),), (128,), tolerance=1)
    assert near(converted((*RED, 99), mode="RGBA", gamma=0.5), (206, 67, 67, 99), tolerance=1)


def test_chromaticities_apply_with_a_gamma_only() -> None:
    assert near(converted(RED, gamma=0.45455, chromaticities=DISPLAY_P3), (219, 37, 49), tolerance=1)
    assert converted(RED, chromaticities=DISPLAY_P3) == RED


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ({"cicp": points(12, 13), "icc": LINEAR, "srgb": True, "gamma": 1.0}, (217, 42, 52)),
        ({"icc": LINEAR, "srgb": True, "gamma": 0.3}, (229, 133, 133)),
        ({"icc": b"broken", "gamma": 1.0}, (229, 133, 133)),
        ({"srgb": True, "gamma": 1.0}, RED),
    ],
    ids=["code points", "profile", "broken profile", "sRGB"],
)
def test_order_of_precedence(description: dict[str, Any], expected: Color) -> None:
    assert near(converted(RED, **description), expected, tolerance=1)


numbers = st.floats(0, 50_000, allow_nan=False)
pairs = st.tuples(numbers, numbers)


@given(gamma=numbers, space=st.builds(Chromaticities, pairs, pairs, pairs, pairs))
def test_no_gamma_and_no_chromaticities_stop_the_conversion(gamma: float, space: Chromaticities) -> None:
    assert to_srgb(Image.new("RGB", (3, 3)), ColorDescription(gamma=gamma, chromaticities=space)).size == (
        3,
        3,
    )


def test_hdr_is_not_loaded_until_it_is_needed() -> None:
    code = "import sys, chalicelib.imaging; sys.exit('chalicelib.imaging.color.hdr_lut' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
