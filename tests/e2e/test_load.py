"""The load run itself, small: it accounts for every picture, and would say so if one were missing."""

import pytest

from load.report import render
from load.results import Results
from load.runner import Extent, run
from load.verdicts import Verdict

pytestmark = pytest.mark.timeout(180)

SMALL = 40


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(Extent(small=SMALL, large=0, at_a_time=8), tmp_path_factory.mktemp("load"))


def test_nothing_is_lost_stuck_or_wrong(results: Results) -> None:
    assert [results.verdicts(phase) for phase in results.phases] == [{Verdict.RIGHT: SMALL}]
    assert results.kept


def test_duplicates_are_recognised_and_nothing_becomes_a_dead_letter(results: Results) -> None:
    sent = [sent for phase in results.phases for sent in phase.sent]
    assert results.runs.total() >= len(sent) + sum(len(each.item.delays) for each in sent)
    assert results.runs["duplicate"] > 0
    assert results.dead_letters == 0


def test_a_runs_calls_are_counted_and_the_engine_is_a_part_of_its_cpu(results: Results) -> None:
    costs = {cost.name: cost for cost in results.costs}
    assert len(costs["a small picture"].calls) == 5
    assert 0 < costs["a small picture"].engine < costs["a small picture"].run


def test_the_report_says_that_nothing_was_lost(results: Results) -> None:
    report = render(results)
    assert "| **lost** | 0 |" in report
    for phase in results.phases:
        assert phase.watch.cpu["workers"] > 0
        assert phase.name in report
