"""Metrics in the format that CloudWatch reads from the log, judged by AWS's own library for it."""

import json

import pytest
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.telemetry.metrics import Metrics


@pytest.fixture
def metrics() -> Metrics:
    return Metrics("darkroom", "prod")


UNITS = {"Count": MetricUnit.Count, "Milliseconds": MetricUnit.Milliseconds, "Bytes": MetricUnit.Bytes}
# A name has one unit, as in the table of metrics.
NAMES = st.sampled_from(["Received", "Ready", "Read", "Store", "BytesIn"])
UNIT_OF = {"Read": "Milliseconds", "Store": "Milliseconds", "BytesIn": "Bytes"}


@given(st.lists(st.tuples(NAMES, st.integers(0, 10**9)), min_size=1, max_size=90))
def test_powertools_describes_the_same_metrics_with_the_same_members(added: list[tuple[str, int]]) -> None:
    ours = Metrics("darkroom", "prod")
    theirs = EphemeralMetrics(
        namespace="Darkroom", default_dimensions={"service": "darkroom", "stage": "prod"}
    )
    for name, value in added:
        unit = UNIT_OF.get(name, "Count")
        if unit == "Count":
            ours.count(name)
        elif unit == "Bytes":
            ours.bytes(name, value)
        else:
            ours.milliseconds(name, value)
        theirs.add_metric(name, UNITS[unit], 1 if unit == "Count" else value)
    expected = json.loads(json.dumps(theirs.serialize_metric_set()))
    actual = json.loads(json.dumps(ours.flush()))
    (directive,), (expected_directive,) = (each["_aws"]["CloudWatchMetrics"] for each in (actual, expected))
    assert directive["Namespace"] == expected_directive["Namespace"]
    assert directive["Metrics"] == expected_directive["Metrics"]
    assert [set(each) for each in directive["Dimensions"]] == [
        set(each) for each in expected_directive["Dimensions"]
    ]
    # Powertools writes single values as lists, too; the format allows both.
    listed = {name: value if isinstance(value, list) else [value] for name, value in actual.items()}
    targets = {*UNIT_OF, "Received", "Ready"} & actual.keys()
    assert {name: listed[name] for name in targets} == {name: expected[name] for name in targets}
    assert (actual["service"], actual["stage"]) == ("darkroom", "prod")
    assert isinstance(actual["_aws"]["Timestamp"], int)


def test_a_failure_is_counted_in_total_and_by_its_code(metrics: Metrics) -> None:
    metrics.failed()
    members = json.loads(json.dumps(metrics.flush()))
    failed = {"Name": "Failed", "Unit": "Count"}
    assert members["Failed"] == 1
    assert members["_aws"]["CloudWatchMetrics"] == [
        {"Namespace": "Darkroom", "Dimensions": [["service", "stage"]], "Metrics": [failed]},
        {"Namespace": "Darkroom", "Dimensions": [["service", "stage", "code"]], "Metrics": [failed]},
    ]


def test_a_metric_has_at_most_the_hundred_values_that_cloudwatch_accepts(metrics: Metrics) -> None:
    metrics.failed()
    for duration in range(201):
        metrics.milliseconds("Store", duration)
    lines = [metrics.flush() for _ in range(3)]
    assert [line["Store"] for line in lines] == [list(range(100)), list(range(100, 200)), 200]
    # Nothing is counted twice.
    assert ["Failed" in line for line in lines] == [True, False, False]
    assert metrics.flush() == {}


def test_there_are_no_members_without_metrics(metrics: Metrics) -> None:
    assert metrics.flush() == {}


def test_a_flush_resets_the_metrics(metrics: Metrics) -> None:
    metrics.failed()
    metrics.flush()
    metrics.count("Duplicate")
    second = metrics.flush()
    assert "Failed" not in second
    assert second["Duplicate"] == 1
    assert len(json.loads(json.dumps(second))["_aws"]["CloudWatchMetrics"]) == 1
