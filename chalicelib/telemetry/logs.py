"""Write the log: one JSON object per line on standard output, with secrets masked."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from functools import cache

from chalicelib.telemetry.redaction import redacted

# What every record has; anything else was passed as `extra`.
_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

# Characters, from the end, where the error is. CloudWatch truncates lines over 1 MB, which are no JSON then.
_MAX_EXCEPTION = 50_000

# `@timestamp`, and in `@log` the function's log group.
_KNOWN_TO_CLOUDWATCH = ("timestamp", "function_name")


class JsonFormatter(logging.Formatter):
    """Formats records as JSON with the `keys` of the current invocation, without null values, redacted.

    With `in_cloudwatch`, INFO lines lack what CloudWatch says of each line anyway. Others have a `timestamp`
    (RFC 3339), without which Lambda would filter them as INFO lines:
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
    """

    def __init__(self, *, in_cloudwatch: bool = False) -> None:
        super().__init__()
        self.keys: dict[str, object] = {}
        self._in_cloudwatch = in_cloudwatch

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        members = {
            "level": record.levelname,
            "message": record.getMessage(),
            "timestamp": time.replace("+00:00", "Z"),
            **self.keys,
            **extra,
            **_exception(record),
        }
        known = _KNOWN_TO_CLOUDWATCH if self._in_cloudwatch and record.levelno == logging.INFO else ()
        present = {name: value for name, value in members.items() if value is not None and name not in known}
        return json.dumps(redacted(present), separators=(",", ":"))


def _exception(record: logging.LogRecord) -> dict[str, str]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    return {
        "exception": "".join(traceback.format_exception(*record.exc_info))[-_MAX_EXCEPTION:],
        "exception_name": record.exc_info[0].__name__,
    }


class StdoutHandler(logging.Handler):
    """Writes to the current `sys.stdout`, which Lambda sends to CloudWatch line by line."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stdout.write(f"{self.format(record)}\n")


@cache
def make_logger(name: str, *, in_cloudwatch: bool = False) -> tuple[logging.Logger, JsonFormatter]:
    """Create a logger with its formatter. Chalice logs with the same one if `name` is the app's name."""
    formatter = JsonFormatter(in_cloudwatch=in_cloudwatch)
    logger, handler = logging.getLogger(name), StdoutHandler()
    handler.setFormatter(formatter)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    # The root logger's handler, which is Lambda's, would write each line again, unredacted. Lambda sets that
    # logger's level to INFO, as for our lines; those of other libraries are then not worth their bytes.
    logger.propagate = False
    logging.getLogger().setLevel(logging.WARNING)
    return logger, formatter
