import math

import pytest

from bench.encoders.equal_score import Point, reach
from bench.encoders.images import drawings


def encoder(quality: int) -> Point:
    """Score half the quality, in a file that doubles with every ten."""
    return Point(quality, 1000 * 2 ** (quality / 10), quality / 2)


@pytest.mark.parametrize("start", [30, 61, 62, 90])
def test_the_quality_of_a_score_is_interpolated_from_any_start(start: int) -> None:
    found = reach(30.7, encoder, start)

    assert found
    assert found.quality == pytest.approx(61.4)
    assert found.size == pytest.approx(1000 * math.exp(6.14 * math.log(2)))


def test_a_score_beyond_the_highest_quality_is_not_reached() -> None:
    assert reach(60, encoder, 80) is None
    assert reach(-1, encoder, 80) is None


def test_drawings_have_every_kind_of_alpha_and_are_repeatable() -> None:
    (first,), (again,) = drawings(64, 1), drawings(64, 1)

    assert first == again
    assert first.getchannel("A").getextrema() == (0, 255)
