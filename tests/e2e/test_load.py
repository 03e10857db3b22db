"""A small load test with the local stack."""

import pytest

from load.report import render
from load.results import Results, Verdict
from load.runner import Workload, run

pytestmark = pytest.mark.timeout(180)

SMALL, ATTACKED = 40, 3


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return run(
        Workload(small=SMALL, large=0, attacked=ATTACKED, unfinished=2, concurrency=8),
        tmp_path_factory.mktemp("load"),
    )


def test_nothing_is_lost_stuck_or_wrong(results: Results) -> None:
    assert [phase.verdicts for phase in results.all_phases] == [
        {Verdict.CORRECT: count} for count in (SMALL, ATTACKED, ATTACKED)
    ]
    assert sum(state.messages_left for state in results.states) == 0


def test_hostile_owners_attack_in_every_way(results: Results) -> None:
    assert results.attack is not None
    done = " ".join(results.attack.counts)
    assert all(kind in done for kind in ("duplicate event", "foreign objects"))


def test_duplicate_events_are_recognized_and_there_are_no_dead_letters(results: Results) -> None:
    sent = [sent for phase in results.phases for sent in phase.sent]
    runs = results.states[0].runs
    assert runs.total() >= len(sent) + sum(len(each.item.delays) for each in sent)
    assert runs["duplicate"] > 0
    assert [state.dead_letters for state in results.states] == [0, 0]


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
