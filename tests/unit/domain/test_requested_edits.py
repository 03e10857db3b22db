"""What requests change about images before they are rendered."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.domain import requested_edits
from chalicelib.domain.presets import Presets
from chalicelib.errors import InvalidField, UnknownPreset
from chalicelib.models import Crop, Focus, Image, ReprocessRequest, Status, VariantChange, VariantSpec

NAMES = ("small", "large", "square")
PRESETS = Presets(
    presets=tuple(VariantSpec(name=name, width=10, height=10) for name in NAMES), default=("small", "large")
)
TIME = datetime(2026, 1, 1, tzinfo=UTC)
IMAGE = Image(
    id="x",
    key="images/cat.jpg",
    filename="cat.jpg",
    owner="me",
    status=Status.READY,
    created_at=TIME,
    updated_at=TIME,
    focus=(1, 2),
    crop=(0, 0, 500, 500),
    rotate=90,
)

starts = st.floats(min_value=0, max_value=1, exclude_max=True)
lengths = st.floats(min_value=0, max_value=1, exclude_min=True)


def after(image: Image, **changes: object) -> Image:
    return requested_edits.edited(image, ReprocessRequest(**changes), PRESETS)  # type: ignore[arg-type]


def test_without_a_change_the_image_stays_the_same() -> None:
    assert after(IMAGE) == IMAGE


def test_what_is_given_is_changed_and_nothing_else() -> None:
    assert after(IMAGE, focus=Focus(x=0.5, y=1)) == replace(IMAGE, focus=(500, 1000))
    assert after(IMAGE, crop=Crop(x=0.1, y=0, width=0.9, height=0.5)) == replace(
        IMAGE, crop=(100, 0, 900, 500)
    )
    assert after(IMAGE, rotate=270) == replace(IMAGE, rotate=270)
    assert after(IMAGE, variants=("square",)) == replace(IMAGE, requested=("square",))


def test_null_removes_the_focal_point_and_the_box() -> None:
    assert after(IMAGE, focus=None, crop=None, rotate=0) == replace(IMAGE, focus=None, crop=None, rotate=0)


@pytest.mark.parametrize(
    ("requested", "change", "expected"),
    [
        ((), VariantChange(add=("square",)), ("small", "large", "square")),
        ((), VariantChange(remove=("small",)), ("large",)),
        ((), VariantChange(remove=("square",)), ("small", "large")),
        ((), VariantChange(), ()),
        (("square",), VariantChange(), ("square",)),
        (("square",), VariantChange(add=("small",)), ("small", "square")),
        (("square",), VariantChange(add=("small",), remove=("square",)), ("small",)),
        (("square", "gone"), VariantChange(remove=("gone",)), ("square",)),
        (("square",), ("large", "small", "large"), ("small", "large")),
    ],
)
def test_variants_are_added_to_and_removed_from_the_current_ones(
    requested: tuple[str, ...], change: VariantChange | tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert after(replace(IMAGE, requested=requested), variants=change).requested == expected


@pytest.mark.parametrize(
    "change", [("gone",), VariantChange(add=("small", "gone")), VariantChange(remove=("gone",))]
)
def test_an_unknown_preset_is_refused(change: VariantChange | tuple[str, ...]) -> None:
    with pytest.raises(UnknownPreset, match="'gone'") as caught:
        after(IMAGE, variants=change)
    assert caught.value.field == "variants"


@pytest.mark.parametrize(
    "change",
    [
        VariantChange(remove=("small", "large")),
        VariantChange(add=("small",), remove=("small",)),
        VariantChange(remove=NAMES),
    ],
)
def test_a_change_that_contradicts_itself_or_removes_all_is_refused(change: VariantChange) -> None:
    with pytest.raises(InvalidField) as caught:
        after(IMAGE, variants=change)
    assert caught.value.field == "variants"


def test_the_box_of_the_whole_image_is_none() -> None:
    assert requested_edits.box(Crop(x=0, y=0, width=1, height=1)) is None


@pytest.mark.parametrize(
    "crop", [Crop(x=0.5, y=0, width=0.6, height=1), Crop(x=0, y=0.002, width=1, height=1)]
)
def test_a_box_that_exceeds_the_image_is_refused(crop: Crop) -> None:
    with pytest.raises(InvalidField) as caught:
        requested_edits.box(crop)
    assert caught.value.field == "crop"


@given(starts, starts, lengths, lengths)
def test_a_box_lies_within_the_image_and_is_not_empty(
    x: float, y: float, width: float, height: float
) -> None:
    try:
        box = requested_edits.box(Crop(x=x, y=y, width=width, height=height))
    except InvalidField:
        assert x + width > 1 or y + height > 1
        return
    left, top, across, down = box or (0, 0, 1000, 1000)
    assert min(left, top) >= 0
    assert min(across, down) >= 1
    assert max(left + across, top + down) <= 1000
    # Within rounding, except that the box is at least one thousandth wide.
    assert left == pytest.approx(1000 * x, abs=1)
    assert left + across == pytest.approx(1000 * (x + width), abs=1.501)
