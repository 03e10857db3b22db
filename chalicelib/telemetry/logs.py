"""The log: one JSON object per line on standard output, with secrets taken out."""

import logging
import sys
from functools import cache

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.logging.formatter import LambdaPowertoolsFormatter
from aws_lambda_powertools.logging.types import LogRecord

from chalicelib.telemetry.redaction import redacted


class RedactingFormatter(LambdaPowertoolsFormatter):
    """Powertools' JSON, redacted as a whole: message, extra keys, errors and their tracebacks."""

    def serialize(self, log: LogRecord) -> str:
        """Turn one line's keys into JSON."""
        return redacted(super().serialize(log))


class StdoutHandler(logging.Handler):
    """Writes to what standard output is at that moment, as Powertools does with metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stdout.write(f"{self.format(record)}\n")


@cache
def make_logger(service: str, stage: str) -> Logger:
    """Make the process's logger. It is Chalice's as well where `service` is the name of the app."""
    formatter = RedactingFormatter(
        utc=True, use_rfc3339=True, serialize_stacktrace=False, service=service, stage=stage
    )
    # The root's handlers, Lambda's among them, would write each line a second time and unredacted.
    logging.getLogger(service).propagate = False
    return Logger(service=service, logger_handler=StdoutHandler(), logger_formatter=formatter)
