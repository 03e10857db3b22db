"""A small load test with the local stack."""

import pytest

from load.report import render
from load.results import Results
from load.runner import Workload, run
from load.verdicts import Verdict

pytestmark = pytest.mark.timeout(180)

SMALL = 40


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(Workload(small=SMALL, large=0, concurrency=8), tmp_path_factory.mktemp("load"))


def test_nothing_is_lost_stuck_or_wrong(results: Results) -> None:
    assert [results.verdicts(phase) for phase in results.phases] == [{Verdict.CORRECT: SMALL}]
    assert results.passed


def test_duplicate_events_are_recognized_and_there_are_no_dead_letters(results: Results) -> None:
    sent = [sent for phase in results.phases for sent in phase.sent]
    assert results.runs.total() >= len(sent) + sum(len(each.item.delays) for each in sent)
    assert results.runs["duplicate"] > 0
    assert results.dead_letters == 0


def test_aws_calls_are_counted_and_the_engine_is_part_of_the_cpu_time(results: Results) -> None:
    costs = {cost.name: cost for cost in results.costs}
    # two lookups of a record, the leases, claim, object, variant, the owner's retention, result
    assert len(costs["small image"].calls) == 8
    assert 0 < costs["small image"].engine < costs["small image"].run


def test_the_report_contains_the_verdicts_and_phases(results: Results) -> None:
    report = render(results)
    assert "| **lost** | 0 |" in report
    for phase in results.phases:
        assert phase.usage.cpu["workers"] > 0
        assert phase.name in report
