"""The client verifies webhooks that the service sends."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from darkroom import InvalidWebhook
from darkroom.models import Status
from darkroom.webhooks import verify
from standardwebhooks import Webhook

from chalicelib.models import Endpoint
from chalicelib.webhooks import messages
from chalicelib.webhooks.sender import WebhookSender
from tests.fakes import FakeClock, FakeWebhookClient
from tests.fakes.webhooks import Sent
from tests.unit.in_memory_app import InMemoryApp
from tests.unit.webhooks.in_memory_webhooks import SECRET

OTHER = "whsec_eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4"


def sent(age: timedelta = timedelta(0)) -> Sent:
    """Return a webhook as the service sends it, with its body and signature."""
    app = InMemoryApp()
    app.reconcile(app.put(b"image"))
    event = app.outbox.describe(app.image())
    body = {"detail-type": event.type, "time": "2026-01-01T12:00:00Z", "detail": json.loads(event.detail)}
    record = {
        "body": json.dumps(body),
        "receiptHandle": "r",
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    client = FakeWebhookClient()
    sender = WebhookSender(client=client, clock=FakeClock(datetime.now(UTC) - age))
    endpoint = Endpoint(owner="public", url="https://example.com/", secret=SECRET)
    sender.send(endpoint, messages.from_queue(record).webhook)
    return client.sent[0]


def test_valid_webhook_returns_the_image() -> None:
    webhook = sent()
    event = verify(webhook.body, webhook.headers, SECRET)
    assert (event.type, event.timestamp) == ("image.ready", datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert event.image is not None
    assert (event.image.status, event.image.filename) == (Status.READY, "cat.jpg")
    assert event.image.event_id == webhook.headers["webhook-id"] == f"{event.image.id}-1"
    assert (event.image.revision, event.image.owner, event.image.cdn) == (1, "public", "done")
    assert event.image.variants[0].url == f"images/{event.image.id}/variants/300x300"


def test_header_names_are_case_insensitive() -> None:
    webhook = sent()
    headers = {name.title(): value for name, value in webhook.headers.items()}
    assert verify(webhook.body, headers, SECRET).image is not None


def test_test_event_has_no_image() -> None:
    now = datetime.now(UTC)
    webhook = messages.test("alice", now)
    headers = {
        "webhook-id": webhook.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(webhook.id, now, webhook.body.decode()),
    }
    event = verify(webhook.body, headers, SECRET)
    assert (event.type, event.image) == ("test", None)


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_rejects_a_webhook_with_an_old_or_future_timestamp(age: timedelta) -> None:
    webhook = sent(age)
    with pytest.raises(InvalidWebhook, match="timestamp too"):
        verify(webhook.body, webhook.headers, SECRET)


def test_rejects_a_signature_made_with_another_secret() -> None:
    webhook = sent()
    with pytest.raises(InvalidWebhook, match="signature is not valid"):
        verify(webhook.body, webhook.headers, OTHER)


def test_rejects_a_modified_body() -> None:
    webhook = sent()
    with pytest.raises(InvalidWebhook):
        verify(webhook.body.replace(b"ready", b"reedy"), webhook.headers, SECRET)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp"])
def test_rejects_modified_headers(name: str) -> None:
    webhook = sent()
    with pytest.raises(InvalidWebhook):
        verify(webhook.body, {**webhook.headers, name: "1"}, SECRET)


@pytest.mark.parametrize("signature", ["", "v1", "v1,", "v1,!", "v2,abcd", "v1,YWJj", "v1,a,b", "ä"])
def test_rejects_a_malformed_signature(signature: str) -> None:
    webhook = sent()
    with pytest.raises(InvalidWebhook):
        verify(webhook.body, {**webhook.headers, "webhook-signature": signature}, SECRET)


def test_rejects_a_request_without_the_headers() -> None:
    with pytest.raises(InvalidWebhook, match="Missing"):
        verify(b"{}", {}, SECRET)


def test_rejects_a_body_that_is_not_utf_8() -> None:
    webhook = sent()
    with pytest.raises(InvalidWebhook):
        verify(b"\xff", webhook.headers, SECRET)


def test_rejects_a_signed_body_that_is_not_an_event() -> None:
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "a",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("a", now, "[]"),
    }
    with pytest.raises(InvalidWebhook, match="not a Darkroom event"):
        verify(b"[]", headers, SECRET)


def test_empty_secret_raises_value_error() -> None:
    with pytest.raises(ValueError, match="empty"):
        verify(b"{}", {}, "")
