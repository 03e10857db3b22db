"""What the engine renders for operations."""

import pytest

from chalicelib.domain import geometry
from chalicelib.domain.on_demand.operations import parse
from chalicelib.domain.on_demand.specs import focus_of, spec_of
from chalicelib.models import ImageInfo, NamedPreset, VariantSpec

LANDSCAPE = ImageInfo(format="png", content_type="image/png", width=400, height=300)
PRESETS = {
    "hero": VariantSpec(
        name="hero",
        width=200,
        height=100,
        fit="cover",
        position="top",
        formats=("avif", "jpeg"),
        blur=2.0,
        when="on_demand",
    )
}


def spec(operations: str) -> VariantSpec:
    return spec_of(parse(operations), PRESETS)


def test_a_width_alone_keeps_the_aspect_ratio_and_crops_nothing() -> None:
    assert spec("w_320,f_webp,q_70") == VariantSpec(
        name="320", width=320, height=None, fit="inside", position="center", format="webp", quality=70
    )


def test_a_width_and_a_height_crop_around_what_draws_attention() -> None:
    assert spec("w_320,h_240,f_png") == VariantSpec(
        name="320x240", width=320, height=240, fit="cover", position="attention", format="png", quality=80
    )


def test_a_box_that_the_image_is_to_fit_in_crops_nothing() -> None:
    assert spec("w_320,h_100,fit_inside,f_jpeg") == VariantSpec(
        name="320x100", width=320, height=100, fit="inside", position="center", format="jpeg", quality=80
    )


@pytest.mark.parametrize(
    ("position", "expected"), [("top-left", "top left"), ("bottom", "bottom"), ("entropy", "entropy")]
)
def test_positions_are_those_of_presets(position: str, expected: str) -> None:
    assert spec(f"w_320,h_240,pos_{position},f_webp").position == expected


def test_a_point_is_the_focal_point_of_the_plan() -> None:
    operations = parse("w_100,h_100,pos_x0.25y1,f_webp")
    assert focus_of(operations) == (250, 1000)
    (plan,) = geometry.plan(LANDSCAPE, [spec_of(operations, {})], geometry.from_thousandths((250, 1000)))
    assert (plan.width, plan.height, plan.focus) == (100, 100, (0.25, 1.0))


@pytest.mark.parametrize("operations", ["w_100,f_webp", "w_100,h_100,pos_top,f_webp", "p_hero,f_avif"])
def test_other_operations_have_no_focal_point(operations: str) -> None:
    assert focus_of(parse(operations)) is None


def test_nothing_is_enlarged() -> None:
    (plan,) = geometry.plan(LANDSCAPE, [spec("w_1600,f_webp")])
    assert (plan.width, plan.height) == (400, 300)
    (cropped,) = geometry.plan(LANDSCAPE, [spec("w_800,h_200,f_webp")])
    assert (cropped.width, cropped.height) == (400, 200)


def test_a_preset_keeps_its_settings_and_has_the_requested_format() -> None:
    assert spec("p_hero,f_jpeg") == VariantSpec(
        name="hero",
        width=200,
        height=100,
        fit="cover",
        position="top",
        format="jpeg",
        blur=2.0,
        when="on_demand",
    )


def test_operations_need_a_format() -> None:
    with pytest.raises(ValueError, match="have no format"):
        spec("w_320")


def test_another_preset_is_not_found() -> None:
    with pytest.raises(KeyError):
        spec_of(NamedPreset(name="other", format="webp"), PRESETS)
