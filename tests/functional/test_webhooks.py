"""Webhooks from a run to the receiver, through bus, rule, queue and function."""

import html
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.errors import DeliveryFailed, DeliveryPostponed
from chalicelib.webhooks.breaker import MAX_FAILURES
from chalicelib.webhooks.delivery import MAX_ATTEMPTS
from local.aws import Queue
from local.event_formats import sqs_event
from tests.conftest import PREFIX
from tests.functional.conftest import App
from tests.receiver import Receiver

OWNER = "public"


@pytest.fixture(autouse=True)
def _empty_queues(app: App) -> Iterator[None]:
    """Empty the queues before and after each test, and remove the endpoint."""
    drain(app)
    yield
    drain(app)
    registry(app).endpoints.remove(OWNER)


def drain(app: App) -> None:
    for queue in (app.aws.events.webhooks, app.aws.events.failures):
        while message := receive(app, queue):
            app.aws.clients.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])


def receive(app: App, queue: Queue) -> Any:
    response = app.aws.clients.sqs.receive_message(QueueUrl=queue.url, MessageSystemAttributeNames=["All"])
    return next(iter(response.get("Messages", ())), None)


def registry(app: App) -> Any:
    return WithWebhooks(app.aws.environment).registry


def secret_for(app: App, receiver: Receiver) -> str:
    return str(registry(app).set(OWNER, receiver.url).secret)


def put(app: App, content: bytes) -> str:
    key = f"{PREFIX}{uuid.uuid4()}.png"
    app.deliver(app.put(key, content))
    return key


def attempt(app: App) -> bool:
    """Deliver the next message as Lambda does; if that fails, end its visibility timeout."""
    sqs, queue = app.aws.clients.sqs, app.aws.events.webhooks
    message = receive(app, queue)
    try:
        app.chalice.lambda_.invoke("deliver_webhook", sqs_event(message, queue.arn))
    except (DeliveryFailed, DeliveryPostponed):
        if message["Attributes"]["ApproximateReceiveCount"] == str(MAX_ATTEMPTS):
            return False  # it is visible at once, and the next receive moves it to the dead letters
        assert receive(app, queue) is None
        sqs.change_message_visibility(
            QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
        )
        return False
    sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
    return True


def test_a_webhook_has_the_same_document_as_the_api(app: App, png: bytes) -> None:
    with Receiver() as receiver:
        secret = secret_for(app, receiver)
        put(app, png)
        assert attempt(app)
    [received] = receiver.received
    sent = Webhook(secret).verify(received.body, dict(received.headers))
    assert sent["type"] == "image.ready"
    image_id = sent["data"]["id"]
    assert received.headers["webhook-id"] == sent["data"]["event_id"] == f"{image_id}-1"
    body = app.get(f"/images/{image_id}").body.decode()
    signed = json.loads(body)["variants"][0]["url"]
    permanent = f"images/{image_id}/variants/300x300"
    document = json.loads(body.replace(signed, permanent).replace(html.escape(signed), permanent))
    assert document["html"].count(permanent) == 2
    assert {name: sent["data"][name] for name in document} == document


def test_a_webhook_of_an_upload_has_no_status_url(app: App, png: bytes) -> None:
    with Receiver() as receiver:
        secret_for(app, receiver)
        image_id = app.upload(png)
        app.deliver(app.event(app.key_of("cat.png", image_id)))
        assert attempt(app)
    [received] = receiver.received
    assert json.loads(received.body)["data"]["id"] == image_id
    assert b"status_url" not in received.body
    assert b"/status/" not in received.body


def test_failures_and_deletions_are_sent_too(app: App) -> None:
    with Receiver() as receiver:
        secret_for(app, receiver)
        key = put(app, b"no image")
        assert attempt(app)
        app.aws.clients.s3.delete_object(Bucket=app.aws.resources.upload_bucket, Key=key)
        app.deliver(app.event(key, "ObjectRemoved:DeleteMarkerCreated"))
        assert attempt(app)
    sent = [json.loads(received.body) for received in receiver.received]
    assert [each["type"] for each in sent] == ["image.failed", "image.deleted"]
    assert sent[0]["data"]["error"]["code"] == "unsupported_format"


def test_a_wrong_secret_or_modified_body_fails_verification(app: App, png: bytes) -> None:
    with Receiver() as receiver:
        secret = secret_for(app, receiver)
        put(app, png)
        assert attempt(app)
    [received] = receiver.received
    other = "whsec_" + "eHh4" * 10
    for wrong, body in ((other, received.body), (secret, received.body.replace(b"ready", b"reedy"))):
        with pytest.raises(WebhookVerificationError):
            Webhook(wrong).verify(body, dict(received.headers))


def test_a_duplicate_message_has_the_same_id(app: App, png: bytes) -> None:
    with Receiver() as receiver:
        secret_for(app, receiver)
        put(app, png)
        message = receive(app, app.aws.events.webhooks)
        event = sqs_event(message, app.aws.events.webhooks.arn)
        for _ in range(2):
            app.chalice.lambda_.invoke("deliver_webhook", event)
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_a_webhook_is_retried_until_the_receiver_accepts_it(app: App, png: bytes) -> None:
    with Receiver(statuses=[500, 503, 200]) as receiver:
        secret_for(app, receiver)
        put(app, png)
        assert [attempt(app) for _ in range(3)] == [False, False, True]
    assert len(receiver.received) == 3


def test_an_undeliverable_webhook_becomes_a_dead_letter_after_all_attempts(app: App, png: bytes) -> None:
    with Receiver(statuses=[500]) as receiver:
        secret_for(app, receiver)
        put(app, png)
        assert not any(attempt(app) for _ in range(MAX_ATTEMPTS))
        assert receive(app, app.aws.events.webhooks) is None
    # No time passes here, so the endpoint stays paused.
    assert len(receiver.received) == MAX_FAILURES
    dead_letter = receive(app, app.aws.events.failures)
    assert json.loads(dead_letter["Body"])["detail"]["status"] == "ready"


def test_an_owner_without_an_endpoint_gets_no_webhook(app: App, png: bytes) -> None:
    put(app, png)
    assert attempt(app)
