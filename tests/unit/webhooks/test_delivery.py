"""What becomes of a webhook, by what the endpoint answers."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest

from chalicelib.errors import DeliveryFailed
from chalicelib.models import EndpointResponse
from chalicelib.webhooks.backoff import wait
from chalicelib.webhooks.delivery import Outcome
from tests.fakes import START, FakeWebhookClient
from tests.unit.webhooks.scene import ENDPOINT, SECRET, Scene, a_delivery


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_any_2xx_is_delivered(scene: Scene, status: int) -> None:
    scene.sender = FakeWebhookClient([EndpointResponse(status=status)])
    assert scene.webhooks.deliver(a_delivery()) is Outcome.DELIVERED
    assert scene.queue.waits == []


def test_it_is_signed_as_standard_webhooks_say(scene: Scene) -> None:
    delivery = a_delivery()
    scene.webhooks.deliver(delivery)
    [sent] = scene.sender.sent
    seconds = int(START.timestamp())
    content = f"i-3.{seconds}.".encode() + delivery.webhook.body
    digest = hmac.digest(b64decode(SECRET.removeprefix("whsec_")), content, hashlib.sha256)
    assert sent.headers["webhook-id"] == "i-3"
    assert sent.headers["webhook-timestamp"] == str(seconds)
    assert sent.headers["webhook-signature"] == f"v1,{b64encode(digest).decode()}"
    assert sent.headers["Content-Type"] == "application/json"
    assert (sent.url, sent.body) == (ENDPOINT.url, delivery.webhook.body)


@pytest.mark.parametrize("status", [199, 301, 302, 307, 308, 400, 401, 404, 429, 500, 503])
def test_anything_else_is_put_off_and_tried_again(scene: Scene, status: int) -> None:
    scene.sender = FakeWebhookClient([EndpointResponse(status=status)])
    with pytest.raises(DeliveryFailed, match=str(status)):
        scene.webhooks.deliver(a_delivery(attempt=2))
    assert scene.queue.waits == [("receipt", wait(2, "i-3", None))]


def test_an_endpoint_that_cannot_be_reached_is_tried_again(scene: Scene) -> None:
    scene.sender = FakeWebhookClient([DeliveryFailed("no answer")])
    with pytest.raises(DeliveryFailed, match="no answer"):
        scene.webhooks.deliver(a_delivery())
    assert scene.queue.waits == [("receipt", wait(1, "i-3", None))]


def test_an_endpoint_that_asks_for_time_gets_it(scene: Scene) -> None:
    scene.sender = FakeWebhookClient([EndpointResponse(status=503, retry_after=1_000)])
    with pytest.raises(DeliveryFailed):
        scene.webhooks.deliver(a_delivery())
    assert scene.queue.waits == [("receipt", 1_000)]


def test_a_principal_without_an_endpoint_is_not_called(scene: Scene) -> None:
    assert scene.webhooks.deliver(a_delivery(owner="bob")) is Outcome.UNWANTED
    assert scene.sender.sent == []


def test_an_endpoint_that_is_gone_is_called_no_more(scene: Scene) -> None:
    scene.sender = FakeWebhookClient([EndpointResponse(status=410)])
    assert scene.webhooks.deliver(a_delivery()) is Outcome.GONE
    assert scene.webhooks.deliver(a_delivery()) is Outcome.UNWANTED
    assert len(scene.sender.sent) == 1


def test_each_attempt_is_signed_anew_with_the_secret_of_the_day(scene: Scene) -> None:
    scene.webhooks.deliver(a_delivery())
    scene.endpoints.save(replace(ENDPOINT, secret=f"whsec_{b64encode(b'x' * 32).decode()}"))
    scene.webhooks.deliver(a_delivery())
    first, second = scene.sender.sent
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_a_secret_is_not_shown_where_an_endpoint_is() -> None:
    assert SECRET not in repr(ENDPOINT)
