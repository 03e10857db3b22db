"""Metrics as members of a log line, from which CloudWatch extracts them (embedded metric format).

All metrics are in one namespace with the dimensions `service` and `stage`. CloudWatch charges for each
metric and combination of dimensions, so there are few; only failures are also split by `code`.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import time
from collections import defaultdict

NAMESPACE = "Darkroom"
_DIMENSIONS = ["service", "stage"]
_FAILED = {"Name": "Failed", "Unit": "Count"}
# The format allows no more values for a metric in a line.
_MAX_VALUES = 100


class Metrics:
    """Collects metrics until `flush` returns them. Threads may add to them at the same time."""

    def __init__(self, service: str, stage: str) -> None:
        self._dimensions = {"service": service, "stage": stage}
        self._values: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        self._has_failed = False

    def count(self, name: str) -> None:
        """Increase a counter by one."""
        self._values[name, "Count"].append(1)

    def milliseconds(self, name: str, value: float) -> None:
        """Add a duration in milliseconds, which is rounded."""
        self._values[name, "Milliseconds"].append(round(value))

    def bytes(self, name: str, value: int) -> None:
        """Add a size in bytes."""
        self._values[name, "Bytes"].append(value)

    def failed(self) -> None:
        """Count a failure in total and by its code, which the line must have as `code`."""
        self.count("Failed")
        self._has_failed = True

    def flush(self) -> dict[str, object]:
        """Return the members that the line must have, empty without metrics. Another line takes what is left.

        The values beyond 100 are left. Everything else is reset.
        """
        if not self._values:
            return {}
        definitions = [{"Name": name, "Unit": unit} for name, unit in self._values]
        directives = [_directive(_DIMENSIONS, definitions)]
        if self._has_failed:
            directives.append(_directive([*_DIMENSIONS, "code"], [_FAILED]))
        values = {name: _target(each[:_MAX_VALUES]) for (name, _), each in self._values.items()}
        timestamp = time.time_ns() // 10**6
        left = {key: each[_MAX_VALUES:] for key, each in self._values.items() if len(each) > _MAX_VALUES}
        self._values = defaultdict(list, left)
        self._has_failed = False
        return {
            **self._dimensions,
            **values,
            "_aws": {"Timestamp": timestamp, "CloudWatchMetrics": directives},
        }


def _target(values: list[float]) -> float | list[float]:
    return values[0] if len(values) == 1 else values


def _directive(dimensions: list[str], metrics: list[dict[str, str]]) -> dict[str, object]:
    return {"Namespace": NAMESPACE, "Dimensions": [dimensions], "Metrics": metrics}
