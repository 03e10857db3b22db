"""Turn the progress of runs into log lines, metrics and traces."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import perf_counter

from aws_lambda_powertools.logging import Logger

from chalicelib.models import Rendering, Status
from chalicelib.ports.observer import Step
from chalicelib.telemetry.metrics import Metrics
from chalicelib.telemetry.xray import Tracer

# Metrics for the steps that call S3. The engine measures its own work.
_TIMED: dict[Step, str] = {"read": "Read", "store": "Store"}


class LambdaObserver:
    """Implements ports.observer.Observer. During a run, every log line has its `image_id`."""

    def __init__(self, logger: Logger, metrics: Metrics, tracer: Tracer | None) -> None:
        self._logger = logger
        self._metrics = metrics
        self._tracer = tracer

    def received(self, image_id: str, key: str) -> None:
        """Log the start of a run with the object's key, and count it."""
        self._logger.append_keys(image_id=image_id)
        self._logger.info("received", extra={"key": key})
        self._metrics.count("Received")

    @contextmanager
    def step(self, step: Step, image_id: str) -> Iterator[None]:
        """Trace a step, and measure it if it calls S3."""
        self._logger.append_keys(image_id=image_id)
        start = perf_counter()
        with self._tracer.step(step, {"image_id": image_id}) if self._tracer else nullcontext():
            yield
        if step in _TIMED:
            self._metrics.milliseconds(_TIMED[step], 1000 * (perf_counter() - start))

    def rendered(self, image_id: str, *, bytes_in: int, rendering: Rendering) -> None:
        """Log the sizes; record sizes and durations as metrics."""
        bytes_out = sum(len(variant.content) for variant in rendering.variants)
        timings = rendering.timings
        for name, value in (
            ("Decode", timings.decode),
            ("Resize", timings.resize),
            ("Encode", timings.encode),
        ):
            self._metrics.milliseconds(name, value)
        self._metrics.bytes("BytesIn", bytes_in)
        self._metrics.bytes("BytesOut", bytes_out)
        self._logger.info(
            "rendered",
            extra={
                "image_id": image_id,
                "bytes_in": bytes_in,
                "bytes_out": bytes_out,
                "variants": len(rendering.variants),
                "warnings": rendering.warnings,
            },
        )

    def deferred(self, image_id: str, key: str, *, deferrals: int, delay: int) -> None:
        """Log the delay, and count the event."""
        fields = {"image_id": image_id, "key": key, "deferrals": deferrals, "delay": delay}
        self._logger.info("deferred", extra=fields)
        self._metrics.count("Deferred")

    def ended(self, image_id: str, outcome: str, code: str | None = None) -> None:
        """Log the outcome, and count it by name or, for failures, by code."""
        self._logger.info(outcome, extra={"image_id": image_id, "code": code})
        self._logger.remove_keys(["image_id"])
        if code is not None and outcome == Status.FAILED:
            self._metrics.failed(code)
        else:
            self._metrics.count(outcome.capitalize())
