"""Write the log: one JSON object per line on standard output, with secrets masked."""

import logging
import sys
from functools import cache

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.logging.types import LogRecord

from chalicelib.telemetry.redaction import redact


class RedactingFormatter(LambdaPowertoolsFormatter):
    """Redacts the complete JSON line: message, extra keys, errors and tracebacks."""

    def serialize(self, log: LogRecord) -> str:
        """Return the log line as redacted JSON."""
        return redact(super().serialize(log))


class StdoutHandler(logging.Handler):
    """Writes to the current `sys.stdout`, as Powertools does for metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stdout.write(f"{self.format(record)}\n")


@cache
def make_logger(service: str, stage: str) -> Logger:
    """Create the logger of the process. Chalice uses the same one if `service` is the app's name."""
    formatter = RedactingFormatter(
        utc=True, use_rfc3339=True, serialize_stacktrace=False, service=service, stage=stage
    )
    # Lambda's handler at the root logger would write each line again, unredacted.
    logging.getLogger(service).propagate = False
    return Logger(service=service, logger_handler=StdoutHandler(), logger_formatter=formatter)
