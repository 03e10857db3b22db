from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.geometry import plan
from chalicelib.models import MAX_SIDE, Fit, ImageInfo, Position, VariantSpec
from tests.unit.domain.geometry_vectors import VECTORS, computed, expected, inputs

FITS: list[Fit] = ["inside", "cover", "contain", "fill", "outside"]


def info(width: int, height: int, *, format_: str = "jpeg", has_alpha: bool = False) -> ImageInfo:
    return ImageInfo(format=format_, content_type="image/x", width=width, height=height, has_alpha=has_alpha)


def spec(width: int, height: int, fit: Fit = "inside", *, enlarge: bool = False) -> VariantSpec:
    return VariantSpec(name="v", width=width, height=height, fit=fit, enlarge=enlarge)


@pytest.mark.parametrize(
    ("fit", "scaled", "canvas"),
    [
        ("inside", (300, 225), (300, 225)),
        ("cover", (400, 300), (300, 300)),
        ("contain", (300, 225), (300, 300)),
        ("fill", (300, 300), (300, 300)),
        ("outside", (400, 300), (400, 300)),
    ],
)
def test_each_fit_scales_and_crops_as_css_does(
    fit: Fit, scaled: tuple[int, int], canvas: tuple[int, int]
) -> None:
    (planned,) = plan(info(4000, 3000), [spec(300, 300, fit)])
    assert (planned.scaled_width, planned.scaled_height) == scaled
    assert (planned.width, planned.height) == canvas


@pytest.mark.parametrize(
    ("fit", "scaled", "canvas"),
    [
        ("inside", (200, 100), (200, 100)),
        ("cover", (200, 100), (200, 100)),
        ("contain", (200, 100), (300, 300)),
        ("fill", (200, 100), (200, 100)),
        ("outside", (200, 100), (200, 100)),
    ],
)
def test_a_small_image_is_not_enlarged(fit: Fit, scaled: tuple[int, int], canvas: tuple[int, int]) -> None:
    (planned,) = plan(info(200, 100), [spec(300, 300, fit)])
    assert (planned.scaled_width, planned.scaled_height) == scaled
    assert (planned.width, planned.height) == canvas


def test_an_image_that_is_too_short_on_one_side_fills_the_other() -> None:
    (covered, filled) = plan(info(1000, 100), [spec(300, 300, "cover"), spec(300, 300, "fill")])
    assert (covered.width, covered.height) == (300, 100)
    assert (filled.width, filled.height) == (300, 100)


def test_a_preset_can_allow_enlarging() -> None:
    (planned,) = plan(info(20, 10), [spec(300, 300, "inside", enlarge=True)])
    assert (planned.width, planned.height) == (300, 150)


def test_a_strip_keeps_at_least_one_pixel_of_height() -> None:
    (planned,) = plan(info(60_000, 1), [spec(300, 300)])
    assert (planned.width, planned.height) == (300, 1)


def test_outside_stops_at_the_largest_side_that_can_be_encoded() -> None:
    (planned,) = plan(info(60_000, 300), [spec(300, 300, "outside")])
    assert (planned.width, planned.height) == (MAX_SIDE, 82)


def test_a_requested_focus_overrides_the_presets_position() -> None:
    busy = VariantSpec(name="v", width=9, height=9, fit="cover", position="entropy")
    image = info(100, 50)
    assert plan(image, [busy])[0].focus is None
    assert plan(image, [busy], focus=(0.2, 0.8))[0].focus == (0.2, 0.8)
    assert plan(image, [spec(9, 9)])[0].focus == (0.5, 0.5)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_the_service_computes_the_vectors_that_the_page_shares(vector: dict[str, Any]) -> None:
    assert computed(**inputs(vector)) == expected(vector)


@pytest.mark.parametrize(
    ("format_", "has_alpha", "written"),
    [
        ("jpeg", False, "jpeg"),
        ("gif", True, "gif"),
        ("tiff", False, "jpeg"),
        ("tiff", True, "webp"),
        ("bmp", False, "jpeg"),
        ("heic", False, "jpeg"),
    ],
)
def test_format_source_keeps_formats_that_browsers_display(
    format_: str, *, has_alpha: bool, written: str
) -> None:
    (planned,) = plan(info(9, 9, format_=format_, has_alpha=has_alpha), [spec(9, 9)])
    assert planned.format == written


sides = st.integers(1, 60_000)
boxes = st.integers(1, MAX_SIDE)


@given(
    width=sides,
    height=sides,
    box_width=boxes,
    box_height=boxes,
    fit=st.sampled_from(FITS),
    enlarge=st.booleans(),
)
def test_every_fit_stays_within_its_bounds(
    width: int, height: int, box_width: int, box_height: int, fit: Fit, *, enlarge: bool
) -> None:
    (planned,) = plan(info(width, height), [spec(box_width, box_height, fit, enlarge=enlarge)])
    assert planned.width >= 1
    assert planned.height >= 1
    if fit == "outside":
        assert max(planned.width, planned.height) <= MAX_SIDE
    else:
        assert planned.width <= box_width
        assert planned.height <= box_height
    if not enlarge:
        assert planned.scaled_width <= width
        assert planned.scaled_height <= height


@given(sides, sides, boxes, boxes, st.sampled_from(["inside", "cover", "contain"]))
def test_scaling_keeps_the_aspect_ratio_to_the_pixel(
    width: int, height: int, box_width: int, box_height: int, fit: Fit
) -> None:
    (planned,) = plan(info(width, height), [spec(box_width, box_height, fit)])
    factor = max(planned.scaled_width / width, planned.scaled_height / height)
    assert abs(planned.scaled_width - width * factor) <= 1 + width / height
    assert abs(planned.scaled_height - height * factor) <= 1 + height / width


@given(
    width=sides,
    height=sides,
    side=boxes,
    fit=st.sampled_from(["inside", "outside"]),
    enlarge=st.booleans(),
)
def test_one_side_alone_determines_the_other(
    width: int, height: int, side: int, fit: Fit, *, enlarge: bool
) -> None:
    preset = VariantSpec(name="v", width=side, fit=fit, enlarge=enlarge)
    (planned,) = plan(info(width, height), [preset])
    assert max(planned.width, planned.height) <= MAX_SIDE
    assert planned.width == (side if enlarge else min(side, width)) or planned.height == MAX_SIDE
    assert abs(planned.height - planned.width * height / width) <= 1 + height / width
    assert (planned.scaled_width, planned.scaled_height) == (planned.width, planned.height)
    turned = VariantSpec(name="v", height=side, fit=fit, enlarge=enlarge)
    (mirrored,) = plan(info(height, width), [turned])
    assert (mirrored.height, mirrored.width) == (planned.width, planned.height)


def test_a_focal_point_moves_a_crop_but_not_an_image_on_its_canvas() -> None:
    crop = VariantSpec(name="v", width=30, height=30, fit="cover", position="left")
    padded = VariantSpec(name="v", width=30, height=30, fit="contain", position="bottom right")
    for preset, focus in ((crop, (0.2, 0.3)), (padded, (1.0, 1.0))):
        (planned,) = plan(info(60, 40), [preset], (0.2, 0.3))
        assert planned.focus == focus


@pytest.mark.parametrize("position", ["entropy", "attention", "face"])
def test_the_engine_finds_the_focal_point_of_a_crop_without_one(position: Position) -> None:
    spec = VariantSpec(name="v", width=30, height=30, fit="cover", position=position)
    assert plan(info(60, 40), [spec])[0].focus is None
    assert plan(info(60, 40), [spec], (0.2, 0.3))[0].focus == (0.2, 0.3)
