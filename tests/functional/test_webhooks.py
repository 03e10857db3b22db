"""From an outcome to a receiver, through the bus, the rule, the queue and the function."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.errors import DeliveryFailed
from chalicelib.webhooks.backoff import MAX_ATTEMPTS
from local.messages import Queue, sqs_event
from tests.conftest import PREFIX
from tests.functional.conftest import App
from tests.receiver import Receiver

OWNER = "public"


@pytest.fixture(autouse=True)
def _empty_queues(app: App) -> Iterator[None]:
    """Leave nobody's events to others, and no endpoint."""
    drain(app)
    yield
    drain(app)
    registry(app).endpoints.remove(OWNER)


def drain(app: App) -> None:
    for queue in (app.aws.announcing.webhooks, app.aws.announcing.failures):
        while message := take(app, queue):
            app.aws.clients.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])


def take(app: App, queue: Queue) -> Any:
    answer = app.aws.clients.sqs.receive_message(QueueUrl=queue.url, MessageSystemAttributeNames=["All"])
    return next(iter(answer.get("Messages", ())), None)


def registry(app: App) -> Any:
    return WithWebhooks(app.aws.environment).registry


def secret_for(app: App, receiver: Receiver) -> str:
    return str(registry(app).set(OWNER, receiver.url).secret)


def put(app: App, content: bytes) -> str:
    key = f"{PREFIX}{uuid.uuid4()}.png"
    app.deliver(app.put(key, content))
    return key


def attempt(app: App) -> bool:
    """Let the function have the next message, as Lambda does; if it fails, let the time pass."""
    sqs, queue = app.aws.clients.sqs, app.aws.announcing.webhooks
    message = take(app, queue)
    try:
        app.chalice.lambda_.invoke("deliver_webhook", sqs_event(message, queue.arn))
    except DeliveryFailed:
        if message["Attributes"]["ApproximateReceiveCount"] == str(MAX_ATTEMPTS):
            return False  # it may be seen at once: whoever looks for it next sends it to the dead letters
        assert take(app, queue) is None
        sqs.change_message_visibility(
            QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
        )
        return False
    sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
    return True


def test_whoever_wants_it_is_told_what_the_api_tells(app: App, png: bytes) -> None:
    with Receiver() as receiver:
        secret = secret_for(app, receiver)
        put(app, png)
        assert attempt(app)
    [received] = receiver.received
    told = Webhook(secret).verify(received.body, dict(received.headers))
    assert told["type"] == "image.ready"
    image_id = told["data"]["id"]
    assert received.headers["webhook-id"] == told["data"]["event_id"] == f"{image_id}-1"
    document = app.get(f"/images/{image_id}").json_body
    [variant] = document["variants"]
    variant["url"] = f"images/{image_id}/variants/300x300"
    document["srcset"] = f"{variant['url']} 300w"
    assert {name: told["data"][name] for name in document} == document


def test_a_failure_and_a_deletion_are_told_as_well(app: App) -> None:
    with Receiver() as receiver:
        secret_for(app, receiver)
        key = put(app, b"no image")
        assert attempt(app)
        app.aws.clients.s3.delete_object(Bucket=app.aws.resources.upload_bucket, Key=key)
        app.deliver(app.event(key, "ObjectRemoved:DeleteMarkerCreated"))
        assert attempt(app)
    told = [json.loads(received.body) for received in receiver.received]
    assert [each["type"] for each in told] == ["image.failed", "image.deleted"]
    assert told[0]["data"]["error"]["code"] == "unsupported_format"


def test_the_wrong_secret_and_a_changed_body_do_not_verify(app: App, png: bytes) -> None:
    with Receiver() as receiver:
        secret = secret_for(app, receiver)
        put(app, png)
        assert attempt(app)
    [received] = receiver.received
    other = "whsec_" + "eHh4" * 10
    for wrong, body in ((other, received.body), (secret, received.body.replace(b"ready", b"reedy"))):
        with pytest.raises(WebhookVerificationError):
            Webhook(wrong).verify(body, dict(received.headers))


def test_a_message_that_comes_twice_has_the_same_id(app: App, png: bytes) -> None:
    with Receiver() as receiver:
        secret_for(app, receiver)
        put(app, png)
        message = take(app, app.aws.announcing.webhooks)
        event = sqs_event(message, app.aws.announcing.webhooks.arn)
        for _ in range(2):
            app.chalice.lambda_.invoke("deliver_webhook", event)
    first, second = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_a_failing_receiver_is_tried_again_until_it_takes_the_webhook(app: App, png: bytes) -> None:
    with Receiver(statuses=[500, 503, 200]) as receiver:
        secret_for(app, receiver)
        put(app, png)
        assert [attempt(app) for _ in range(3)] == [False, False, True]
    assert len(receiver.received) == 3


def test_what_nobody_takes_ends_in_the_dead_letters_after_the_documented_attempts(
    app: App, png: bytes
) -> None:
    with Receiver(statuses=[500]) as receiver:
        secret_for(app, receiver)
        put(app, png)
        assert not any(attempt(app) for _ in range(MAX_ATTEMPTS))
        assert take(app, app.aws.announcing.webhooks) is None
    assert len(receiver.received) == MAX_ATTEMPTS
    dead_letter = take(app, app.aws.announcing.failures)
    assert json.loads(dead_letter["Body"])["detail"]["status"] == "ready"


def test_nobody_is_called_who_has_not_asked_for_it(app: App, png: bytes) -> None:
    put(app, png)
    assert attempt(app)
