"""Build webhooks from the queue's messages, which are EventBridge events. Pure.

Formats: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
and https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.models import Delivery, Webhook


def from_queue(record: Mapping[str, Any]) -> Delivery:
    """Parse one record of the SQS event that Lambda passes to the function."""
    event = json.loads(record["body"])
    detail = event["detail"]
    # Standard Webhooks recommends types such as `image.ready`; EventBridge has `Image Ready`.
    type_ = event["detail-type"].lower().replace(" ", ".")
    return Delivery(
        webhook=Webhook(
            id=detail["event_id"], owner=detail["owner"], body=_body(type_, event["time"], detail)
        ),
        attempt=int(record["attributes"]["ApproximateReceiveCount"]),
        receipt=record["receiptHandle"],
    )


def test(owner: str, now: datetime) -> Webhook:
    """Build a test webhook, which is about no image."""
    time = now.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Webhook(id=f"test-{now:%Y%m%dT%H%M%S%f}", owner=owner, body=_body("test", time, {"owner": owner}))


def _body(type_: str, time: str, data: Mapping[str, Any]) -> bytes:
    body = {"type": type_, "timestamp": time, "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
