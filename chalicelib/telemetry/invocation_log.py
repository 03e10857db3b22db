"""Write one line for each API request, run and other invocation, with everything that is known about it.

CloudWatch bills by the byte and adds 26 bytes to each line, so a line has no member twice, and metrics are
members of it. Its duration and memory stand in for Lambda's report, which the template suppresses.
"""

import logging
import resource
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

from chalicelib.telemetry.correlation import correlation_id, sampled_trace
from chalicelib.telemetry.logs import JsonFormatter
from chalicelib.telemetry.metrics import Metrics


class InvocationLog:
    """Collects the members of the next line. `trace_header` returns X-Ray's header of the invocation."""

    def __init__(
        self,
        logger: logging.Logger,
        formatter: JsonFormatter,
        metrics: Metrics,
        trace_header: Callable[[], str] = str,
    ) -> None:
        self.metrics = metrics
        self._logger = logger
        self._formatter = formatter
        self._trace_header = trace_header
        self._is_cold = True
        self._begin_line()

    def begin(self, event: Mapping[str, Any], context: Any) -> None:  # noqa: ANN401 - Lambda's, which has no type
        """Begin an invocation. All lines until the next one have its ids, also those of other code."""
        trace = sampled_trace(self._trace_header())
        self._formatter.keys = {
            "function_name": context.function_name,
            "request_id": context.aws_request_id,
            "correlation_id": correlation_id(event),
            "xray_trace_id": trace and trace[0],
        }
        self._is_written = False
        self._begin_line()
        if self._is_cold:
            self._is_cold = False
            self.metrics.count("ColdStart")

    def identify(self, image_id: str | None) -> None:
        """Give this `image_id` to all lines from now on."""
        self._formatter.keys["image_id"] = image_id

    def note(self, message: str, **members: object) -> None:
        """Keep members for the next line, and its message unless it is written with another one."""
        self._message = message
        self._noted |= members

    def write(self, message: str, **members: object) -> None:
        """Write the line with what has been noted and measured since the last one."""
        self._write(logging.INFO, message, members)

    def fail(self, message: str) -> None:
        """Write the line as an error, with the exception that is being handled."""
        self._write(logging.ERROR, message, {})

    def end(self) -> None:
        """End the invocation. Write a line unless all that happened has been written."""
        if self._message or not self._is_written:
            self.write(self._message or "completed")

    def _write(self, level: int, message: str, members: Mapping[str, object]) -> None:
        measured = {
            "duration_ms": round(1000 * (perf_counter() - self._start)),
            "max_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        extra = {**self._noted, **measured, **members, **self.metrics.flush()}
        self._logger.log(level, message, extra=extra, exc_info=level >= logging.ERROR)
        while left := self.metrics.flush():
            self._logger.info("metrics", extra=left)
        self._is_written = True
        self._begin_line()

    def _begin_line(self) -> None:
        self._start = perf_counter()
        self._message = ""
        self._noted: dict[str, object] = {}
