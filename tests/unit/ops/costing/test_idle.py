"""What a deployment without images uses and costs."""

from collections.abc import Mapping

import pytest
from chalice.app import Chalice, Rate, ScheduledEventConfig, SQSEventConfig

from chalicelib.aws.items import shards
from ops.costing.idle import QUEUES, SHARDS, SWEEPS, idle
from ops.costing.prices import USD
from ops.costing.statement import Amounts, state
from ops.costing.usage import Deployment


def costs(deployment: Deployment) -> dict[str, float]:
    return dict(state(idle(deployment, call_ms=2), USD).items)


def test_an_idle_deployment_costs_mostly_its_monitoring() -> None:
    assert costs(Deployment()) == {
        "Alarms (17)": 1.7,  # 17 x 0.10
        "Dashboard": 3.0,
        "Key of the alarm topic": 1.0,
        # 5 requests that wait 20 s each, for 30 days: 5 x 3 x 43,200 = 648,000, at 0.40 per million
        "SQS polling (3 queues)": 0.78,
        # 8,640 runs with 32 queries of 2 ms CPU and 8 ms wait: 2,764.8 s x 1,769/1,024 GB = 4,776.3 GB-s,
        # 0.0637; 8,640 requests, 0.0017; 138,240 read units, 0.0173; 2.6 MB of logs, 0.0012
        "Sweeps (8,640)": 0.08,
        "Release artifacts": 0.0,  # 30 MB
    }
    assert state(idle(Deployment(), call_ms=2), USD).total == 6.56


def test_without_alarms_only_cents_remain() -> None:
    # 1,944,000 x 0.0000004; 0.0636848 + 0.001728 + 0.01728 + 0.0012070; 30,000,000 / 2**30 x 0.023
    assert costs(Deployment(alarms=False)) == {
        "SQS polling (3 queues)": 0.7776,
        "Sweeps (8,640)": pytest.approx(0.083899, abs=1e-6),
        "Release artifacts": 0.000643,
    }


def test_events_and_workflow_add_alarms_and_events_a_queue() -> None:
    with_both = costs(Deployment(events=True, workflow=True))
    # 15 + 2 + 8 alarms; 4 x 648,000 requests
    assert (with_both["Alarms (27)"], with_both["SQS polling (4 queues)"]) == (2.7, 1.04)


def test_a_cdn_adds_alarms_and_a_queue() -> None:
    without, with_cdn = (idle(Deployment(cdn=each), call_ms=2) for each in (False, True))
    assert _amount(with_cdn, "alarm_month") == _amount(without, "alarm_month") + 2
    assert _amount(with_cdn, "sqs_request") == _amount(without, "sqs_request") + 648_000


def _amount(used: Mapping[str, Amounts], name: str) -> float:
    return sum(amounts.get(name, 0) for amounts in used.values())


def test_less_memory_makes_sweeps_slower_but_not_more_expensive() -> None:
    small, large = (
        idle(Deployment(memory_mb=memory), call_ms=2)["Sweeps (8,640)"]["lambda_arm64_gb_second"]
        for memory in (885, 1769)
    )
    assert small < large


def test_queues_sweeps_and_shards_are_those_of_the_app(deployed_app: Chalice) -> None:
    sources = deployed_app.event_sources
    (schedule,) = [each for each in sources if isinstance(each, ScheduledEventConfig)]
    assert isinstance(schedule.schedule_expression, Rate)
    assert schedule.schedule_expression.to_string() == "rate(5 minutes)"
    assert SWEEPS == 30 * 24 * 60 / 5
    # and the queues of webhooks and invalidations
    assert sum(isinstance(each, SQSEventConfig) for each in sources) == QUEUES + 2
    assert (
        len([*(shard for kind in ("open", "running", "deferred", "due") for shard in shards(kind))]) == SHARDS
    )


def test_a_web_acl_costs_a_fee_for_itself_and_one_for_its_rule() -> None:
    assert costs(Deployment(web_acl=True))["Web ACL"] == 6.0
