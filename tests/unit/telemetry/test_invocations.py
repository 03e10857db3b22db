"""The line of an invocation. Lambda logs the message of an error that a handler raises, unformatted."""

from typing import Any

import pytest
from chalice.app import LambdaFunctionEvent
from chalice.local import LambdaContext

from chalicelib.telemetry.invocations import GetResponse, Invocations
from chalicelib.telemetry.redaction import MASK
from tests.unit.telemetry.log_lines import Log, metric_names


def invoke(log: Log, get_response: GetResponse, times: int = 1) -> None:
    context: Any = LambdaContext("sweep", memory_size=1769)
    invocations = Invocations(log.invocation)
    for _ in range(times):
        invocations(LambdaFunctionEvent({"id": "the-schedule"}, context), get_response)


def test_an_invocation_without_a_run_has_one_line_with_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(capsys, trace_header="Root=1-2;Parent=3;Sampled=1")
    invoke(log, lambda _: None)
    (line,) = log.lines()
    assert (line["level"], line["message"], line["function_name"]) == ("INFO", "completed", "sweep")
    assert (line["correlation_id"], line["xray_trace_id"]) == ("the-schedule", "1-2")
    assert line["request_id"]
    assert line["max_memory_mb"] > 1
    assert line["duration_ms"] >= 0


def test_only_the_first_invocation_is_a_cold_start(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(capsys)
    invoke(log, lambda _: None, times=2)
    cold, warm = log.lines()
    assert metric_names(cold) == {"ColdStart"}
    assert warm.keys().isdisjoint({"_aws", "service", "stage", "ColdStart"})


def test_a_line_that_a_handler_writes_is_the_line_of_the_invocation(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = Log(capsys)
    invoke(log, lambda _: log.invocation.write("swept", recovered=2))
    (line,) = log.lines()
    assert (line["message"], line["recovered"], line["ColdStart"]) == ("swept", 2, 1)


def test_what_was_noted_for_a_run_without_an_end_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log(capsys)
    invoke(log, lambda _: log.invocation.note("received", key="images/cat.jpg"))
    (line,) = log.lines()
    assert (line["message"], line["key"]) == ("received", "images/cat.jpg")


def test_an_error_is_the_line_of_its_invocation_with_what_was_noted_and_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_event: object) -> object:
        log.invocation.note("received", key="images/cat.jpg")
        log.metrics.count("Received")
        raise KeyError("whsec_SECRET", 1)

    log = Log(capsys)
    with pytest.raises(KeyError) as raised:
        invoke(log, fail)
    (line,) = log.lines()
    assert (line["level"], line["message"], line["exception_name"]) == ("ERROR", "failed", "KeyError")
    assert (line["key"], line["Received"], line["ColdStart"]) == ("images/cat.jpg", 1, 1)
    assert "KeyError: ('whsec_[redacted]', 1)" in line["exception"]
    assert raised.value.args == (f"whsec_{MASK}", 1)
