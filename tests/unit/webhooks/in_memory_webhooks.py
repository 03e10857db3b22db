"""Webhooks with fake adapters."""

import json
from dataclasses import dataclass, field
from typing import Any

from chalicelib.models import Delivery, Endpoint
from chalicelib.webhooks import messages
from chalicelib.webhooks.attempts import Attempts
from chalicelib.webhooks.delivery import Webhooks
from chalicelib.webhooks.endpoint_registry import EndpointRegistry
from chalicelib.webhooks.sender import WebhookSender
from tests.fakes import FakeClock, FakeEndpointStore, FakeWebhookClient, FakeWebhookQueue

SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="  # noqa: S105 - only used in these tests
ENDPOINT = Endpoint(owner="alice", url="https://example.com/hook", secret=SECRET)


def a_record(attempt: int = 1, owner: str = "alice") -> dict[str, Any]:
    """Return a record of the SQS event that Lambda passes to the function."""
    detail = {"id": "i", "status": "ready", "event_id": "i-3", "revision": 3, "owner": owner, "filename": "ä"}
    event = {"detail-type": "Image Ready", "time": "2026-01-01T12:00:00Z", "detail": detail}
    return {
        "body": json.dumps(event),
        "receiptHandle": "receipt",
        "attributes": {"ApproximateReceiveCount": str(attempt)},
    }


def a_delivery(attempt: int = 1, owner: str = "alice") -> Delivery:
    return messages.from_queue(a_record(attempt, owner))


@dataclass
class InMemoryWebhooks:
    clock: FakeClock = field(default_factory=FakeClock)
    endpoints: FakeEndpointStore = field(default_factory=lambda: FakeEndpointStore({"alice": ENDPOINT}))
    client: FakeWebhookClient = field(default_factory=FakeWebhookClient)
    queue: FakeWebhookQueue = field(default_factory=FakeWebhookQueue)
    checked: list[str] = field(default_factory=list)

    @property
    def sender(self) -> WebhookSender:
        return WebhookSender(client=self.client, clock=self.clock)

    @property
    def webhooks(self) -> Webhooks:
        attempts = Attempts(endpoints=self.endpoints, sender=self.sender, clock=self.clock)
        return Webhooks(endpoints=self.endpoints, attempts=attempts, queue=self.queue)

    @property
    def registry(self) -> EndpointRegistry:
        return EndpointRegistry(
            endpoints=self.endpoints,
            sender=self.sender,
            check_url=self.checked.append,
            clock=self.clock,
            random=bytes,
        )
