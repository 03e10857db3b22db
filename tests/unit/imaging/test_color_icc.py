"""ICC profiles. The expected colors are the ones that Chromium 156 and libvips 8.18 show."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.color.to_srgb import to_srgb
from tests.unit.imaging import icc_profiles as icc
from tests.unit.imaging.samples import near, photo

Color = tuple[int, ...]

LINEAR = icc.rgb(icc.SRGB, icc.LINEAR)
P3 = icc.rgb(icc.DISPLAY_P3, icc.SRGB_CURVE)


def converted(mode: str, color: Color | int, profile: bytes) -> object:
    """Return a pixel in sRGB."""
    return to_srgb(Image.new(mode, (5, 5), color), ColorDescription(icc=profile)).getpixel((2, 2))


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (LINEAR, (229, 133, 133)),
        (icc.rgb(icc.SRGB, icc.LINEAR, name="sRGB"), (229, 133, 133)),
        (P3, (217, 42, 52)),
        (icc.rgb(icc.DISPLAY_P3, icc.SRGB_CURVE, name="sRGB IEC61966-2.1"), (217, 42, 52)),
        (icc.rgb(icc.ADOBE_RGB, icc.gamma_curve(2.2)), (231, 57, 57)),
        (icc.rgb(icc.PROPHOTO, icc.gamma_curve(1.8)), (255, 0, 74)),
        (icc.rgb(icc.SWAPPED, icc.SRGB_CURVE), (60, 200, 60)),
    ],
)
def test_profiles_are_judged_by_content(profile: bytes, expected: Color) -> None:
    assert near(converted("RGB", (200, 60, 60), profile), expected, tolerance=1)
    assert near(converted("RGBA", (200, 60, 60, 99), profile), (*expected, 99), tolerance=1)


def test_srgb_by_another_name_changes_nothing() -> None:
    image = photo(40, 30)
    assert to_srgb(image, ColorDescription(icc=icc.rgb(icc.SRGB, icc.SRGB_CURVE, name="c2"))) is image


@pytest.mark.parametrize(("level", "expected"), [(4, 34), (55, 128), (128, 188), (255, 255)])
def test_a_gray_profile_applies_to_gray_with_and_without_alpha(level: int, expected: int) -> None:
    profile = icc.gray(icc.LINEAR)
    assert near((converted("L", level, profile),), (expected,), tolerance=1)
    assert near(converted("RGBA", (level, level, level, 77), profile), (*[expected] * 3, 77), tolerance=1)


def test_a_gray_profile_keeps_gray_in_one_channel() -> None:
    image = Image.linear_gradient("L")
    assert to_srgb(image, ColorDescription(icc=icc.gray(icc.gamma_curve(1.8)))).mode == "L"


def test_a_gray_profile_is_ignored_if_there_are_colors() -> None:
    for mode in ("RGB", "RGBA"):
        image = photo(40, 30).convert(mode)
        assert to_srgb(image, ColorDescription(icc=icc.gray(icc.LINEAR))) is image


def test_an_rgb_profile_applies_to_gray() -> None:
    assert near((converted("L", 55, LINEAR),), (128,), tolerance=1)


def test_an_rgb_profile_that_keeps_grays_leaves_gray_alone() -> None:
    image = Image.linear_gradient("L")
    assert to_srgb(image, ColorDescription(icc=P3)) is image


def test_gray_becomes_rgb_if_the_profile_tints_it() -> None:
    tinted = icc.rgb(((0.5, 0.3, 0.01), *icc.SRGB[1:]), icc.SRGB_CURVE)
    assert near(converted("L", 128, tinted), (132, 133, 127), tolerance=1)


def test_tables_are_read_with_the_perceptual_intent_without_black_point_compensation() -> None:
    profile = icc.by_tables(
        b"RGB ",
        A2B0=icc.table(3, lambda *samples: (10 + 30 * sum(samples), 0, 0)),
        A2B1=icc.table(3, lambda *samples: (100 * samples[1], 0, 0)),
    )
    assert near(converted("RGB", (0, 0, 0), profile), (27, 27, 27), tolerance=1)


def test_a_single_table_is_read_whatever_its_intent() -> None:
    profile = icc.by_tables(b"RGB ", A2B1=icc.table(3, lambda *samples: (20 + 80 * samples[0], 0, 0)))
    assert near(converted("RGB", (0, 0, 0), profile), (48, 48, 48), tolerance=1)


def test_a_cmyk_profile_applies_to_cmyk_alone() -> None:
    profile = icc.by_tables(
        b"CMYK", A2B0=icc.table(4, lambda *inks: (100 - 50 * inks[0] - 50 * inks[3], 0, 0))
    )
    assert near(converted("CMYK", (255, 0, 0, 0), profile), (119, 119, 119), tolerance=1)
    assert converted("RGB", (200, 60, 60), profile) == (200, 60, 60)
    assert converted("CMYK", (0, 255, 255, 0), LINEAR) == (255, 0, 0)


@pytest.mark.parametrize(("points", "expected"), [((9, 16), (255, 0, 0)), ((12, 8), (244, 127, 130))])
def test_code_points_in_a_profile_win_over_its_curves(points: tuple[int, int], expected: Color) -> None:
    profile = icc.rgb(icc.SRGB, icc.SRGB_CURVE, cicp=icc.code_points(*points))
    assert near(converted("RGB", (200, 60, 60), profile), expected, tolerance=2)


@pytest.mark.parametrize(
    "profile",
    [
        P3[:-40],
        pack(">I", len(P3) + 100) + P3[4:],
        P3.replace(b"acsp", b"none"),
        P3.replace(b"rTRC", b"none"),
        P3.replace(b"mntr", b"link"),
        P3.ljust(5_000_000, b"\0"),
    ],
    ids=["cut short", "size too large", "no signature", "no curve", "device link", "too large"],
)
def test_an_unusable_profile_is_ignored(profile: bytes) -> None:
    image = photo(40, 30)
    assert to_srgb(image, ColorDescription(icc=profile)) is image


@given(
    mode=st.sampled_from(["L", "RGB", "RGBA", "CMYK"]),
    profile=st.sampled_from(
        [P3, icc.gray(icc.LINEAR), icc.rgb(icc.SRGB, icc.LINEAR, cicp=icc.code_points(1, 8))]
    ),
    at=st.integers(0, 400),
    noise=st.binary(max_size=24),
)
def test_no_profile_stops_the_conversion(mode: str, profile: bytes, at: int, noise: bytes) -> None:
    damaged = profile[:at] + noise + profile[at + len(noise) :]
    image = Image.new(mode, (3, 3))
    out = to_srgb(image, ColorDescription(icc=damaged))
    assert out.mode in {"L", "RGB", mode.replace("CMYK", "RGB")}
    assert out.size == image.size
