"""Turn the progress of runs into log lines, metrics and traces."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import perf_counter

from chalicelib.models import Rendering, Status
from chalicelib.ports.observer import Step
from chalicelib.telemetry.invocation_log import InvocationLog
from chalicelib.telemetry.xray import Tracer

# Metrics for the steps that call S3. The engine measures its own work.
_TIMED: dict[Step, str] = {"read": "Read", "store": "Store"}


class LambdaObserver:
    """Implements ports.observer.Observer. A run has one line, and during it all lines have its `image_id`."""

    def __init__(self, log: InvocationLog, tracer: Tracer | None) -> None:
        self._log = log
        self._metrics = log.metrics
        self._tracer = tracer

    def received(self, image_id: str, key: str) -> None:
        """Note the object's key, and count the run."""
        self._log.identify(image_id)
        self._log.note("received", key=key)
        self._metrics.count("Received")

    @contextmanager
    def step(self, step: Step, image_id: str) -> Iterator[None]:
        """Trace a step, and measure it if it calls S3."""
        self._log.identify(image_id)
        start = perf_counter()
        with self._tracer.step(step, {"image_id": image_id}) if self._tracer else nullcontext():
            yield
        if step in _TIMED:
            self._metrics.milliseconds(_TIMED[step], 1000 * (perf_counter() - start))

    def rendered(self, image_id: str, *, bytes_in: int, rendering: Rendering) -> None:
        """Note the number of variants, and measure sizes and durations."""
        self._log.identify(image_id)
        self._log.note("rendered", variants=len(rendering.sizes), warnings=rendering.warnings or None)
        timings = rendering.timings
        for name, value in (
            ("Decode", timings.decode),
            ("Resize", timings.resize),
            ("Encode", timings.encode),
        ):
            self._metrics.milliseconds(name, value)
        self._metrics.bytes("BytesIn", bytes_in)
        self._metrics.bytes("BytesOut", sum(rendering.sizes))

    def deferred(self, image_id: str, key: str, *, deferrals: int, delay: int) -> None:
        """Log the delay, and count the event."""
        self._metrics.count("Deferred")
        self._log.write("deferred", image_id=image_id, key=key, deferrals=deferrals, delay=delay)

    def ended(self, image_id: str, outcome: str, code: str | None = None) -> None:
        """Write the run's line with its outcome, and count it by name or, for failures, by code."""
        if code is not None and outcome == Status.FAILED:
            self._metrics.failed()
        else:
            self._metrics.count(outcome.capitalize())
        self._log.identify(image_id)
        self._log.write(outcome, code=code)
        self._log.identify(None)
