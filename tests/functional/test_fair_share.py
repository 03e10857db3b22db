"""A flood of one owner's events waits in a queue, while other owners' images are processed at once."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.bootstrap.access import Access
from tests import leases
from tests.conftest import PREFIX
from tests.functional.conftest import OWNER, App

# One more than an owner's share of the default slots, and more than all of them.
OVER_SHARE, OVER_ALL = 26, 1000


class Caller:
    """An owner with a token of its own."""

    def __init__(self, app: App, owner: str) -> None:
        _, token = Access(app.aws.environment).registry.create(owner)
        self._app = App(app.chalice, app.aws, token)
        self.owner = owner

    def upload(self, content: bytes) -> tuple[str, dict[str, Any]]:
        """Upload a file with a form; return its image's id and S3's event."""
        image_id = self._app.upload(content)
        key = self._app.key_of("cat.png", image_id)
        event = self._app.event(key)
        event["Records"][0]["s3"]["object"]["eTag"] = self._app.etag(key)
        return image_id, event

    def status(self, image_id: str) -> str:
        return str(self._app.get(f"/images/{image_id}").json_body["status"])

    def running(self, number: int) -> Any:
        names = self._app.aws.resources
        return leases.running(self._app.aws.clients.dynamodb, names.images_table, self.owner, number)


def waiting(app: App) -> int:
    """Return the number of deferred events, whether their delay has ended or not. Nothing receives them."""
    attributes = app.aws.clients.sqs.get_queue_attributes(
        QueueUrl=app.aws.resources.deferred.url, AttributeNames=["All"]
    )["Attributes"]
    return int(attributes["ApproximateNumberOfMessages"]) + int(
        attributes["ApproximateNumberOfMessagesDelayed"]
    )


def return_deferred(app: App, event: Mapping[str, Any], deferrals: int = 1) -> None:
    """Deliver a deferred event as SQS does after the delay."""
    app.invoke("process_deferred", from_queue(app, event, deferrals))


def from_queue(app: App, event: Mapping[str, Any], deferrals: int) -> dict[str, Any]:
    message = json.dumps({**event, "deferrals": deferrals})
    return dict(app.chalice.events.generate_sqs_event([message]))


@pytest.fixture(autouse=True)
def _no_runs_of_other_tests(app: App) -> None:
    leases.end_all(app.aws.clients.dynamodb, app.aws.resources.images_table)


@pytest.fixture
def flood(app: App) -> Caller:
    return Caller(app, f"flood-{uuid.uuid4()}")


@pytest.fixture
def honest(app: App) -> Caller:
    return Caller(app, f"honest-{uuid.uuid4()}")


def test_a_flood_waits_while_the_honest_owner_s_image_is_processed_at_once(
    app: App, png: bytes, flood: Caller, honest: Caller
) -> None:
    before = waiting(app)
    with flood.running(OVER_ALL):
        uploads = [flood.upload(png) for _ in range(3)]
        for _, event in uploads:
            app.deliver(event)
        mine, event = honest.upload(png)
        app.deliver(event)
        assert honest.status(mine) == "ready"
    assert [flood.status(image_id) for image_id, _ in uploads] == ["processing"] * 3
    assert waiting(app) == before + 3
    for _, event in uploads:
        return_deferred(app, event)
    assert [flood.status(image_id) for image_id, _ in uploads] == ["ready"] * 3


def test_a_deferred_event_waits_again_until_its_owner_is_alone_or_within_the_share(
    app: App, png: bytes, flood: Caller, honest: Caller
) -> None:
    first, event = flood.upload(png)
    second, other_event = flood.upload(png)
    before = waiting(app)
    with flood.running(OVER_SHARE):
        with honest.running(1):
            return_deferred(app, event)
        assert waiting(app) == before + 1
        return_deferred(app, event)
        assert flood.status(first) == "ready"
    with flood.running(OVER_ALL):
        return_deferred(app, other_event)
    assert waiting(app) == before + 2
    with honest.running(1):
        return_deferred(app, other_event)
    assert flood.status(second) == "ready"


def test_a_deferred_event_that_sqs_delivers_twice_is_processed_once(
    app: App, png: bytes, flood: Caller
) -> None:
    image_id, event = flood.upload(png)
    for deferrals in (1, 2):
        return_deferred(app, event, deferrals)
    assert flood.status(image_id) == "ready"
    assert len(app.outputs(app.key_of("cat.png", image_id))) == 1


def test_a_deferred_event_about_an_object_that_was_deleted_meanwhile_deletes_the_image(
    app: App, png: bytes
) -> None:
    key = f"{PREFIX}{uuid.uuid4()}.png"
    event = app.put(key, png)
    table = app.aws.resources.images_table
    with leases.running(app.aws.clients.dynamodb, table, OWNER, OVER_ALL):
        app.deliver(event)
    assert app.get(f"/images/{app.id_of(key)}").json_body["status"] == "processing"
    app.aws.clients.s3.delete_object(Bucket=app.aws.resources.upload_bucket, Key=key)
    return_deferred(app, event)
    assert app.get(f"/images/{app.id_of(key)}").status_code == 404


def test_a_deferred_event_that_fails_on_every_attempt_marks_its_image_as_failed(
    app: App, png: bytes, flood: Caller
) -> None:
    image_id, event = flood.upload(png)
    app.invoke("process_failures", from_queue(app, event, deferrals=7))
    assert flood.status(image_id) == "failed"
