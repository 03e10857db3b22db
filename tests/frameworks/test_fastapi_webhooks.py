"""The receiver of webhooks for FastAPI."""

import json
from datetime import UTC, datetime

import pytest
from darkroom.fastapi.router import OnEvent
from darkroom.webhooks import WebhookEvent
from standardwebhooks import Webhook

from tests.frameworks.payloads import image_document
from tests.frameworks.sites import Serve

WEBHOOK_SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"  # noqa: S105 - of no value


def signed(body: str, age: int = 0) -> dict[str, str]:
    now = datetime.fromtimestamp(datetime.now(UTC).timestamp() - age, UTC)
    signature = Webhook(WEBHOOK_SECRET).sign("id1-1", now, body)
    return {
        "webhook-id": "id1-1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signature,
    }


EVENT = json.dumps(
    {
        "type": "image.ready",
        "timestamp": "2026-01-01T12:00:00Z",
        "data": image_document() | {"event_id": "id1-1", "revision": 1, "owner": "site"},
    }
)


@pytest.mark.parametrize("kind", ["async", "sync"])
def test_the_webhook_calls_the_site_s_function(serve: Serve, kind: str) -> None:
    events: list[WebhookEvent] = []

    async def later(event: WebhookEvent) -> None:
        events.append(event)

    handler: OnEvent = later if kind == "async" else events.append
    site = serve(webhook_secret=WEBHOOK_SECRET, on_event=handler)
    assert site.post("/uploads/webhook", content=EVENT, headers=signed(EVENT)).status_code == 204
    assert [event.image.id for event in events if event.image] == ["id1"]


@pytest.mark.parametrize("headers", [{}, signed("{}"), signed(EVENT, age=600)])
def test_webhooks_of_others_are_refused(serve: Serve, headers: dict[str, str]) -> None:
    events: list[WebhookEvent] = []
    site = serve(webhook_secret=WEBHOOK_SECRET, on_event=events.append)
    assert site.post("/uploads/webhook", content=EVENT, headers=headers).status_code == 401
    assert events == []


def test_a_webhook_has_a_limited_size(serve: Serve) -> None:
    site = serve(webhook_secret=WEBHOOK_SECRET)
    assert site.post("/uploads/webhook", content=b"x" * 300_000).status_code == 413


def test_without_a_secret_there_is_no_webhook(serve: Serve) -> None:
    assert serve().post("/uploads/webhook", content=EVENT, headers=signed(EVENT)).status_code == 404
