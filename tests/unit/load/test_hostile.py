"""The slowdown by a hostile owner is the ratio of two percentiles."""

import io

import pytest
from PIL import Image

from load.hostile import GOAL, Slowdown, render
from load.hostile_files import empty_chunks, many_scans

ALONE = [1.0] * 19 + [2.0]


def slowdown(factor: float) -> Slowdown:
    return Slowdown(ALONE, [factor * seconds for seconds in ALONE], {"failed": 3, "ready": 1})


@pytest.mark.parametrize(("factor", "passed"), [(1.0, True), (GOAL, True), (GOAL + 0.01, False)])
def test_the_honest_owner_may_wait_at_most_twice_as_long(factor: float, *, passed: bool) -> None:
    assert slowdown(factor).ratio == pytest.approx(factor)
    assert slowdown(factor).passed is passed


def test_the_report_has_both_times_their_ratio_and_how_the_flood_ended() -> None:
    report = render(slowdown(1.5))
    assert "1.05 s alone, 1.57 s beside" in report
    assert "1.5 times as long" in report
    assert "3 failed, 1 ready" in report


@pytest.mark.parametrize(("content", "size"), [(many_scans(), (2000, 2000)), (empty_chunks(), (8, 8))])
def test_hostile_files_are_legal(content: bytes, size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == size
