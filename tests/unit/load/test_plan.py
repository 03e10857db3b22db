import pytest

from chalicelib.errors import Rejected
from chalicelib.imaging import Limits, PillowEngine
from chalicelib.models import ImageInfo, VariantPlan, VariantSpec
from load import plan
from load.images import SMALL_SIDES, content_of
from load.plan import Item, Kind

ENGINE = PillowEngine(Limits())


def rendered(content: bytes) -> ImageInfo:
    info = ENGINE.inspect(content)
    spec = VariantSpec(name="x", width=50, height=50)
    ENGINE.render(
        content,
        info,
        [VariantPlan(spec=spec, format="png", width=50, height=50, scaled_width=50, scaled_height=50)],
    )
    return info


def test_the_plan_has_the_given_shares_of_broken_files_and_duplicates() -> None:
    items = plan.small(1000)
    assert len(items) == 1000
    assert sum(item.code is not None for item in items) == 50
    assert sum(len(item.delays) for item in items) == 200
    assert {item.kind for item in items} == {Kind.SMALL, Kind.TRUNCATED, Kind.TEXT, Kind.NOISE}
    assert {delay for item in items for delay in item.delays} == set(plan.DELAYS)


def test_plans_are_reproducible() -> None:
    assert plan.small(50) == plan.small(50)
    assert plan.large(10) == plan.large(10)


def test_filenames_are_unique() -> None:
    items = [*plan.small(100), *plan.large(100)]
    assert len({item.filename for item in items}) == 200


def test_small_images_are_all_different_and_have_a_size_in_range() -> None:
    items = [item for item in plan.small(30) if item.code is None]
    contents = [content_of(item) for item in items]
    assert len(set(contents)) == len(items)
    for item, content in zip(items, contents, strict=True):
        info = rendered(content)
        assert info.format == item.format
        assert SMALL_SIDES[0] <= min(info.width, info.height)
        assert max(info.width, info.height) <= SMALL_SIDES[1]


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("kind", [Kind.TRUNCATED, Kind.TEXT, Kind.NOISE])
def test_a_broken_file_fails_with_the_error_code_of_its_kind(kind: Kind, format_: str) -> None:
    for number in range(5):
        item = Item(number, kind, format_)
        with pytest.raises(Rejected) as caught:
            rendered(content_of(item))
        assert caught.value.code == item.code
