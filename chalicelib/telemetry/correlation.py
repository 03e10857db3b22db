"""Find the ids that connect log lines of different functions to one cause. Pure."""

import json
from collections.abc import Mapping
from typing import Any


def correlation_id(event: Mapping[str, Any]) -> str | None:
    """Return the id of what caused this invocation, None if the event has no id.

    It is the API request, the S3 request that put or removed the object, the invocation that failed (for a
    dead letter), or the event of the schedule.
    """
    record: Mapping[str, Any] = next(iter(event.get("Records") or ()), {})
    if "s3" in record:
        return _text(record.get("responseElements", {}).get("x-amz-request-id"))
    if "body" in record:
        return _text(_dead_letter(record["body"]).get("requestContext", {}).get("requestId"))
    return _text(event.get("requestContext", {}).get("requestId") or event.get("id"))


def sampled_trace(header: str) -> tuple[str, str] | None:
    """Return the ids of the trace and of the parent segment in `Root=…;Parent=…;Sampled=1`.

    None if X-Ray does not record the trace.
    """
    trace = dict(part.split("=", 1) for part in header.split(";") if "=" in part)
    if trace.get("Sampled") != "1" or "Parent" not in trace:
        return None
    return trace["Root"], trace["Parent"]


def _dead_letter(body: str) -> Mapping[str, Any]:
    try:
        dead_letter = json.loads(body)
    except ValueError:
        return {}
    return dead_letter if isinstance(dead_letter, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
