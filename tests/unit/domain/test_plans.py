"""Plans of the same preset are drawn once."""

from msgspec.structs import replace

from chalicelib.domain.geometry import drawn_as, plan, to_draw
from chalicelib.models import ImageInfo, VariantSpec

INFO = ImageInfo(format="png", content_type="image/png", width=400, height=300)
SPECS = (
    VariantSpec(name="large", width=300, formats=("avif", "jpeg")),
    VariantSpec(name="small", width=100),
    VariantSpec(name="square", width=90, height=90, fit="cover", formats=("webp", "source")),
)


def test_the_first_plan_of_each_preset_is_drawn() -> None:
    plans = plan(INFO, SPECS)
    assert [(each.spec.name, each.format) for each in to_draw(plans)] == [
        ("large", "avif"),
        ("small", "png"),
        ("square", "webp"),
    ]
    assert drawn_as(plans) == [0, 0, 1, 2, 2]


def test_the_order_of_plans_does_not_matter() -> None:
    first, second, *others = plan(INFO, SPECS)
    mixed = [first, *others, second]
    assert [each.spec.name for each in to_draw(mixed)] == ["large", "small", "square"]
    assert drawn_as(mixed) == [0, 1, 2, 2, 0]


def test_plans_of_a_preset_differ_only_in_the_format() -> None:
    one, other = plan(INFO, SPECS)[:2]
    assert replace(other, format=one.format) == one
