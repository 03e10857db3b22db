"""The report about the time until an image is ready."""

import pytest

from bench.latency import report
from bench.latency.checkout import Run

LATENCY = {"dynamodb": 8.0, "s3_small": 30.0, "s3_large": 80.0}
# The second item is the retention policy.
CALLS = (("GetItem", "dynamodb"), ("GetObject", "s3_large"), ("GetItem", "dynamodb"), ("PutItem", "dynamodb"))
PUT = ("PutObject", "s3_small")


def run(wall: float, puts: int) -> Run:
    return Run(wall=wall, cpu=100, engine=74, late=0, calls=(*CALLS, *[PUT] * puts))


def test_only_one_of_several_variants_has_to_be_waited_for() -> None:
    assert report.unavoidable(run(0, 1), LATENCY) == 126
    assert report.unavoidable(run(0, 4), LATENCY) == 126


def test_the_table_has_a_line_for_each_number_of_variants() -> None:
    by_variants = {1: [run(226, 1), run(240, 1), run(250, 1)], 4: [run(250, 4)] * 3}
    _, _, one, four = report.table(by_variants, LATENCY).splitlines()
    assert one == "| 1 | 240 | 250 | 100 | 74 | 140 | 126 | 1.20 | 0.0 |"
    assert four == "| 4 | 250 | 250 | 100 | 74 | 150 | 126 | 1.25 | 0.0 |"


def test_the_targets_compare_the_most_variants_with_the_fewest() -> None:
    by_variants = {1: [run(200, 1)], 2: [run(500, 2)], 4: [run(250, 4)]}
    waits, time = report.targets(by_variants, LATENCY).splitlines()
    assert waits == "Waits of 4 variants relative to 1: 1.50; the target is 1.15."
    assert time.endswith("1.25; the target is 1.25.")


def test_a_median_ignores_a_run_that_other_work_disturbed() -> None:
    runs = [run(240, 1), run(240, 1), run(2_400, 1)]
    assert report.waits(runs) == 140
    assert report.time_ratio(runs, LATENCY) == pytest.approx(1.2)
