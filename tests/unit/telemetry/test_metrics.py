"""Metrics in the format that CloudWatch reads from the log."""

import json
from typing import Any

import pytest

from chalicelib.telemetry.metrics import Metrics


@pytest.fixture
def metrics() -> Metrics:
    return Metrics("darkroom", "prod")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_collected_metrics_are_one_line_with_service_and_stage(
    metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    metrics.count("Ready")
    metrics.milliseconds("Decode", 12.345)
    metrics.bytes("BytesIn", 1000)
    metrics.flush()
    (line,) = lines(capsys)
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "Darkroom"
    assert [sorted(each) for each in directive["Dimensions"]] == [["service", "stage"]]
    assert (line["service"], line["stage"]) == ("darkroom", "prod")
    assert {each["Name"]: each["Unit"] for each in directive["Metrics"]} == {
        "Ready": "Count",
        "Decode": "Milliseconds",
        "BytesIn": "Bytes",
    }
    assert (line["Ready"], line["Decode"], line["BytesIn"]) == ([1.0], [12.3], [1000.0])


def test_failures_are_counted_in_total_and_by_code(
    metrics: Metrics, capsys: pytest.CaptureFixture[str]
) -> None:
    metrics.failed("corrupt_image")
    metrics.flush()
    by_code, total = lines(capsys)
    assert (by_code["code"], by_code["Failed"]) == ("corrupt_image", [1.0])
    assert sorted(by_code["_aws"]["CloudWatchMetrics"][0]["Dimensions"][0]) == ["code", "service", "stage"]
    assert total["Failed"] == [1.0]
    assert "code" not in total


def test_nothing_is_written_without_metrics(metrics: Metrics, capsys: pytest.CaptureFixture[str]) -> None:
    metrics.flush()
    assert lines(capsys) == []


def test_a_flush_resets_the_metrics(metrics: Metrics, capsys: pytest.CaptureFixture[str]) -> None:
    metrics.count("Ready")
    metrics.flush()
    metrics.count("Duplicate")
    metrics.flush()
    _, second = lines(capsys)
    assert "Ready" not in second
    assert (second["service"], second["stage"]) == ("darkroom", "prod")
