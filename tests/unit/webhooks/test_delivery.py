"""How a delivery ends, depending on the endpoint's response."""

import hashlib
import hmac
from base64 import b64decode, b64encode

import pytest
from msgspec.structs import replace

from chalicelib.errors import DeliveryFailed
from chalicelib.models import EndpointResponse
from chalicelib.webhooks.delivery import Outcome, retry_delay
from tests.fakes import START, FakeWebhookClient
from tests.unit.webhooks.in_memory_webhooks import ENDPOINT, SECRET, InMemoryWebhooks, a_delivery


@pytest.fixture
def app() -> InMemoryWebhooks:
    return InMemoryWebhooks()


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_status_means_delivered(app: InMemoryWebhooks, status: int) -> None:
    app.client = FakeWebhookClient([EndpointResponse(status=status)])
    assert app.webhooks.deliver(a_delivery()) is Outcome.DELIVERED
    assert app.queue.waits == []


def test_webhooks_are_signed_as_standard_webhooks_defines(app: InMemoryWebhooks) -> None:
    delivery = a_delivery()
    app.webhooks.deliver(delivery)
    [sent] = app.client.sent
    seconds = int(START.timestamp())
    content = f"i-3.{seconds}.".encode() + delivery.webhook.body
    digest = hmac.digest(b64decode(SECRET.removeprefix("whsec_")), content, hashlib.sha256)
    assert sent.headers["webhook-id"] == "i-3"
    assert sent.headers["webhook-timestamp"] == str(seconds)
    assert sent.headers["webhook-signature"] == f"v1,{b64encode(digest).decode()}"
    assert sent.headers["Content-Type"] == "application/json"
    assert (sent.url, sent.body) == (ENDPOINT.url, delivery.webhook.body)


@pytest.mark.parametrize("status", [199, 301, 302, 307, 308, 400, 401, 404, 429, 500, 503])
def test_any_other_status_is_retried_later(app: InMemoryWebhooks, status: int) -> None:
    app.client = FakeWebhookClient([EndpointResponse(status=status)])
    with pytest.raises(DeliveryFailed, match=str(status)):
        app.webhooks.deliver(a_delivery(attempt=2))
    assert app.queue.waits == [("receipt", retry_delay(2, "i-3", None))]


def test_an_unreachable_endpoint_is_retried_later(app: InMemoryWebhooks) -> None:
    app.client = FakeWebhookClient([DeliveryFailed("no response")])
    with pytest.raises(DeliveryFailed, match="no response"):
        app.webhooks.deliver(a_delivery())
    assert app.queue.waits == [("receipt", retry_delay(1, "i-3", None))]


def test_a_longer_retry_after_is_respected(app: InMemoryWebhooks) -> None:
    app.client = FakeWebhookClient([EndpointResponse(status=503, retry_after=1_000)])
    with pytest.raises(DeliveryFailed):
        app.webhooks.deliver(a_delivery())
    assert app.queue.waits == [("receipt", 1_000)]


def test_an_owner_without_an_endpoint_gets_no_webhook(app: InMemoryWebhooks) -> None:
    assert app.webhooks.deliver(a_delivery(owner="bob")) is Outcome.UNWANTED
    assert app.client.sent == []


def test_an_endpoint_that_is_gone_gets_no_more_webhooks(app: InMemoryWebhooks) -> None:
    app.client = FakeWebhookClient([EndpointResponse(status=410)])
    assert app.webhooks.deliver(a_delivery()) is Outcome.GONE
    assert app.webhooks.deliver(a_delivery()) is Outcome.UNWANTED
    assert len(app.client.sent) == 1


def test_each_attempt_is_signed_with_the_current_secret(app: InMemoryWebhooks) -> None:
    app.webhooks.deliver(a_delivery())
    app.endpoints.save(replace(ENDPOINT, secret=f"whsec_{b64encode(b'x' * 32).decode()}"))
    app.webhooks.deliver(a_delivery())
    first, second = app.client.sent
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_the_repr_of_an_endpoint_hides_its_secret() -> None:
    assert SECRET not in repr(ENDPOINT)
