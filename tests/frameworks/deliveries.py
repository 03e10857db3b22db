"""Events that Darkroom delivers to the site."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from standardwebhooks import Webhook

from tests.frameworks.payloads import image_document

WEBHOOK = "/darkroom/webhook"
# The time of all events.
SENT = datetime(2026, 1, 3, 12, tzinfo=UTC)


def send(
    kind: str = "image.ready", revision: int = 1, age: timedelta = timedelta(0), **changes: object
) -> Any:
    """Deliver an event to the view, without a CSRF token, as Darkroom does."""
    now = datetime.now(UTC) - age
    data = image_document() | {"event_id": f"id1-{revision}", "revision": revision, "owner": "shop"} | changes
    return deliver(json.dumps({"type": kind, "timestamp": SENT.isoformat(), "data": data}), now, data)


def deliver(body: str, now: datetime, data: Mapping[str, object], **headers: str) -> Any:
    event_id = str(data["event_id"])
    signed = {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(settings.DARKROOM_WEBHOOK_SECRET).sign(event_id, now, body),
    }
    client = Client(enforce_csrf_checks=True)
    return client.post(WEBHOOK, body, "application/json", headers=signed | headers)


def erase(revision: int) -> None:
    """Deliver the report about an erasure."""
    data = {"id": "id1", "event_id": f"id1-{revision}", "revision": revision, "owner": "shop", "kept": []}
    body = json.dumps({"type": "image.erased", "timestamp": SENT.isoformat(), "data": data})
    assert deliver(body, datetime.now(UTC), data).status_code == 204
