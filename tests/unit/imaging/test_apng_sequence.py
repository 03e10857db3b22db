"""Animated PNGs with frames that are invalid, missing or not announced."""

import pytest

from tests.unit.imaging.animation_files import (
    BLUE,
    FULL,
    GREEN,
    RED,
    animation,
    apng,
    frame_control,
    frame_data,
    image_data,
    pixels,
    shown,
    three,
)
from tests.unit.imaging.samples import ENGINE, rendered


@pytest.mark.parametrize(
    "invalid",
    [
        frame_control(3, (2, 2), (1, 1)) + frame_data(4, pixels(BLUE, FULL)),  # exceeds the canvas
        frame_control(3, (0, 0)) + frame_data(4, pixels(BLUE)),
        frame_control(3, dispose_op=3) + frame_data(4, pixels(BLUE)),
        frame_control(3, blend_op=2) + frame_data(4, pixels(BLUE)),
        frame_control(9) + frame_data(10, pixels(BLUE)),  # out of sequence
        frame_control(3) + frame_data(5, pixels(BLUE)),
        frame_control(3, FULL) + frame_data(4, pixels(BLUE)),  # too few pixels
        frame_control(3) + frame_data(4, b"junk"),
    ],
)
def test_frames_before_an_invalid_one_are_shown(invalid: bytes) -> None:
    content = apng(
        frame_control(0, FULL),
        image_data(pixels(RED, FULL)),
        frame_control(1),
        frame_data(2, pixels(GREEN)),
        invalid,
        frame_control(5, at=(1, 1)),
        frame_data(6, pixels(BLUE)),
        count=4,
    )
    assert shown(content) == ["RR RR", "GR RR"]


def test_frames_without_data_are_skipped() -> None:
    content = apng(
        frame_control(0, FULL),
        image_data(pixels(RED, FULL)),
        frame_control(1),
        frame_control(2, at=(1, 1)),
        frame_data(3, pixels(BLUE)),
        count=3,
    )
    assert shown(content) == ["RR RR", "RR RB"]


def test_no_more_frames_are_shown_than_the_file_announces() -> None:
    content = three(0, 0).replace(animation(3), animation(2))
    assert ENGINE.inspect(content).frames == 2
    assert shown(content) == ["RR RR", "GR RR"]


def test_an_image_with_animation_chunks_after_its_pixels_is_a_still() -> None:
    content = (
        three(0, 0).replace(animation(3), b"").replace(frame_control(1), animation(3) + frame_control(1))
    )
    assert ENGINE.inspect(content).frames == 1


@pytest.mark.parametrize("format_", ["gif", "webp"])
def test_an_animated_png_becomes_an_animated_variant(format_: str) -> None:
    variant = rendered(three(0, 0), format=format_, width=2, height=2)
    assert getattr(variant, "n_frames", 1) == 3
