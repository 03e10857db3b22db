"""Webhooks built from the queue's messages."""

import json

from chalicelib.webhooks import messages
from tests.fakes import START
from tests.unit.webhooks.in_memory_webhooks import a_record


def test_a_webhook_contains_the_document_of_its_event() -> None:
    webhook = messages.from_queue(a_record()).webhook
    assert (webhook.id, webhook.owner) == ("i-3", "alice")
    assert json.loads(webhook.body) == {
        "type": "image.ready",
        "timestamp": "2026-01-01T12:00:00Z",
        "data": json.loads(a_record()["body"])["detail"],
    }


def test_a_webhook_is_the_same_on_every_attempt() -> None:
    first, third = messages.from_queue(a_record()), messages.from_queue(a_record(attempt=3))
    assert first.webhook == third.webhook
    assert (first.attempt, third.attempt) == (1, 3)
    assert first.receipt == "receipt"


def test_a_test_webhook_is_about_no_image() -> None:
    webhook = messages.test("alice", START)
    assert (webhook.id, webhook.owner) == ("test-20260101T120000000000", "alice")
    assert json.loads(webhook.body) == {
        "type": "test",
        "timestamp": "2026-01-01T12:00:00Z",
        "data": {"owner": "alice"},
    }
