"""What ties the log lines of one cause together, across functions. Pure."""

import json
from collections.abc import Mapping
from typing import Any


def correlation_id(event: Mapping[str, Any]) -> str | None:
    """Return the id of the request that set this invocation off, as far as the event knows it.

    For the API, that request; for S3's event, the request that put or removed the object; for a dead
    letter, the invocation that was given up; for a schedule, its event.
    """
    record: Mapping[str, Any] = next(iter(event.get("Records") or ()), {})
    if "s3" in record:
        return _text(record.get("responseElements", {}).get("x-amz-request-id"))
    if "body" in record:
        return _text(_dead_letter(record["body"]).get("requestContext", {}).get("requestId"))
    return _text(event.get("requestContext", {}).get("requestId") or event.get("id"))


def _dead_letter(body: str) -> Mapping[str, Any]:
    try:
        dead_letter = json.loads(body)
    except ValueError:
        return {}
    return dead_letter if isinstance(dead_letter, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
