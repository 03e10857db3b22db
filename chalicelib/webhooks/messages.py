"""Webhooks, made of the queue's messages, which are events as EventBridge puts them there. Pure.

Shapes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
and https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.models import Delivery, Webhook


def from_queue(record: Mapping[str, Any]) -> Delivery:
    """Parse one record of the event that Lambda makes of the queue's messages."""
    event = json.loads(record["body"])
    detail = event["detail"]
    # `Image Ready` is called `image.ready` out there
    type_ = event["detail-type"].lower().replace(" ", ".")
    return Delivery(
        webhook=Webhook(
            id=detail["event_id"], owner=detail["owner"], body=_body(type_, event["time"], detail)
        ),
        attempt=int(record["attributes"]["ApproximateReceiveCount"]),
        receipt=record["receiptHandle"],
    )


def test(owner: str, now: datetime) -> Webhook:
    """Make a webhook that is about no image, to see whether it arrives."""
    time = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Webhook(id=f"test-{now:%Y%m%dT%H%M%S%f}", owner=owner, body=_body("test", time, {"owner": owner}))


def _body(type_: str, time: str, data: Mapping[str, Any]) -> bytes:
    body = {"type": type_, "timestamp": time, "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
