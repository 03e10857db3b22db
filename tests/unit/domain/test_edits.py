"""Rotation, then crop: what the header says of an image after the edits of its upload."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.edits import edited
from chalicelib.models import CropBox, ImageInfo

ORIENTATIONS = range(1, 9)


def info(width: int, height: int, orientation: int = 1) -> ImageInfo:
    return ImageInfo(
        format="jpeg", content_type="image/jpeg", width=width, height=height, orientation=orientation
    )


def test_an_image_without_edits_stays_as_it_is() -> None:
    assert edited(info(40, 30)) == info(40, 30)
    assert edited(info(40, 30), 0, (0, 0, 1000, 1000)) == info(40, 30)


@pytest.mark.parametrize(
    ("rotate", "orientation", "size"), [(90, 6, (30, 40)), (180, 3, (40, 30)), (270, 8, (30, 40))]
)
def test_a_rotation_is_an_orientation(rotate: int, orientation: int, size: tuple[int, int]) -> None:
    assert edited(info(40, 30), rotate) == info(*size, orientation)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_four_quarter_turns_lead_back(orientation: int) -> None:
    image = info(40, 30, orientation)
    turned = image
    for _ in range(4):
        turned = edited(turned, 90)
    assert turned == image
    assert edited(edited(image, 90), 180) == edited(image, 270)


def test_the_crop_is_a_part_of_the_rotated_image() -> None:
    image = edited(info(400, 200), 90, (0, 500, 1000, 250))
    assert (image.width, image.height) == (200, 100)
    assert image.crop == CropBox(left=0, top=200, whole_width=200, whole_height=400)
    assert image.uncropped == edited(info(400, 200), 90)


@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(st.integers(0, 999), st.integers(0, 999), st.integers(1, 1000), st.integers(1, 1000)),
)
def test_every_crop_keeps_a_part_of_at_least_one_pixel(
    width: int, height: int, rotate: int, crop: tuple[int, int, int, int]
) -> None:
    image = edited(info(width, height), rotate, crop)
    whole = image.uncropped
    box = image.crop or CropBox(left=0, top=0, whole_width=whole.width, whole_height=whole.height)
    assert 0 <= box.left < box.left + image.width <= whole.width
    assert 0 <= box.top < box.top + image.height <= whole.height


@given(st.integers(2, 5000), st.integers(1, 999))
def test_adjacent_crops_neither_overlap_nor_leave_a_gap(width: int, border: int) -> None:
    left = edited(info(width, 9), 0, (0, 0, border, 1000))
    right = edited(info(width, 9), 0, (border, 0, 1000 - border, 1000))
    edge = round(border * width / 1000)
    if 0 < edge < width:
        assert left.width == edge
        assert right.crop is not None
        assert (right.crop.left, right.width) == (edge, width - edge)
