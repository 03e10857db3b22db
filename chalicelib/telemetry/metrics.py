"""Write metrics in CloudWatch's embedded metric format: log lines that CloudWatch turns into metrics.

All metrics are in one namespace with the dimensions `service` and `stage`. CloudWatch charges for each
metric and combination of dimensions, so there are few; only failures are also split by `code`.
"""

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit, single_metric

NAMESPACE = "Darkroom"


class Metrics:
    """Collects the metrics of one invocation until `flush` writes them."""

    def __init__(self, service: str, stage: str) -> None:
        self._dimensions = {"service": service, "stage": stage}
        self._collected = EphemeralMetrics(namespace=NAMESPACE, default_dimensions=self._dimensions)

    def count(self, name: str) -> None:
        """Increase a counter by one."""
        self._collected.add_metric(name, MetricUnit.Count, 1)

    def milliseconds(self, name: str, value: float) -> None:
        """Add a duration in milliseconds."""
        self._collected.add_metric(name, MetricUnit.Milliseconds, round(value, 1))

    def bytes(self, name: str, value: int) -> None:
        """Add a size in bytes."""
        self._collected.add_metric(name, MetricUnit.Bytes, value)

    def failed(self, code: str) -> None:
        """Count a failure in total and by its code. The latter is written at once: its dimensions differ."""
        self.count("Failed")
        with single_metric(
            "Failed", MetricUnit.Count, 1, namespace=NAMESPACE, default_dimensions=self._dimensions
        ) as metric:
            metric.add_dimension("code", code)

    def flush(self) -> None:
        """Write the collected metrics and reset them."""
        if self._collected.metric_set:
            self._collected.flush_metrics()
