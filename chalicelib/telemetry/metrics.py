"""The metrics, in CloudWatch's embedded metric format: log lines that CloudWatch turns into metrics.

All stand in one namespace, with the dimensions `service` and `stage`. Each that is new costs
money every month, so there are few; the failed ones alone are split, by `code`.
"""

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit, single_metric

NAMESPACE = "Darkroom"


class Metrics:
    """Gathers what one invocation counts and measures, until `flush`."""

    def __init__(self, service: str, stage: str) -> None:
        self._dimensions = {"service": service, "stage": stage}
        self._gathered = EphemeralMetrics(namespace=NAMESPACE, default_dimensions=self._dimensions)

    def count(self, name: str) -> None:
        """Add one."""
        self._gathered.add_metric(name, MetricUnit.Count, 1)

    def milliseconds(self, name: str, value: float) -> None:
        """Add a duration."""
        self._gathered.add_metric(name, MetricUnit.Milliseconds, round(value, 1))

    def bytes(self, name: str, value: int) -> None:
        """Add a size."""
        self._gathered.add_metric(name, MetricUnit.Bytes, value)

    def failed(self, code: str) -> None:
        """Count a failure, in all and by its code. Written at once, since its dimensions differ."""
        self.count("Failed")
        with single_metric(
            "Failed", MetricUnit.Count, 1, namespace=NAMESPACE, default_dimensions=self._dimensions
        ) as metric:
            metric.add_dimension("code", code)

    def flush(self) -> None:
        """Write what was gathered, and forget it."""
        if self._gathered.metric_set:
            self._gathered.flush_metrics()
