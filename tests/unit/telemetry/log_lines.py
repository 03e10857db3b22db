"""A log of its own for each test, and the lines that it writes."""

import json
import uuid
from typing import Any

import pytest

from chalicelib.telemetry.invocation_log import InvocationLog
from chalicelib.telemetry.logs import make_logger
from chalicelib.telemetry.metrics import Metrics


class Log:
    """An invocation log with its logger, whose name is unique since loggers are global."""

    def __init__(self, capsys: pytest.CaptureFixture[str], trace_header: str = "") -> None:
        self.logger, formatter = make_logger(str(uuid.uuid4()))
        self.metrics = Metrics("darkroom", "test")
        self.invocation = InvocationLog(self.logger, formatter, self.metrics, lambda: trace_header)
        self._capsys = capsys

    def lines(self) -> list[dict[str, Any]]:
        """Return what has been written since the last call."""
        return [json.loads(line) for line in self._capsys.readouterr().out.splitlines()]


def metric_names(line: dict[str, Any]) -> set[str]:
    """Return the metrics that CloudWatch extracts from a line."""
    return {
        metric["Name"] for directive in line["_aws"]["CloudWatchMetrics"] for metric in directive["Metrics"]
    }
