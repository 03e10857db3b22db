"""How many AWS calls an image needs. They dominate the duration of small images, and each one costs money."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.model import OperationModel

from chalicelib.bootstrap.application import Darkroom
from chalicelib.domain.s3_events import from_s3_event
from chalicelib.errors import IdempotencyKeyReused
from chalicelib.models import IdempotencyKey, UploadRequest
from chalicelib.processing.outcome import Outcome
from tests.conftest import PREFIX
from tests.functional.aws_calls import listening
from tests.functional.conftest import OWNER, App


@dataclass
class Counted:
    """A separate application, and the AWS operations that it has called."""

    darkroom: Darkroom
    calls: list[str] = field(default_factory=list)

    def deliver(self, event: dict[str, Any]) -> list[Outcome]:
        self.calls.clear()
        pipeline = self.darkroom.pipeline
        return [
            pipeline.reconcile(object_event.key, object_event.source) for object_event in from_s3_event(event)
        ]


@pytest.fixture
def counted(app: App) -> Iterator[Counted]:
    """Count the calls of an application without an event bus."""
    yield from counting({**app.aws.environment, "EVENT_BUS": ""})


@pytest.fixture
def with_bus(app: App) -> Iterator[Counted]:
    """Count the calls of an application with an event bus."""
    yield from counting(app.aws.environment)


def counting(environment: dict[str, str]) -> Iterator[Counted]:
    counted = Counted(Darkroom(environment))

    def record(model: OperationModel, **_: object) -> None:
        counted.calls.append(model.name)

    with listening("before-call", record):
        counted.darkroom.records.id_for(a_key())
        counted.calls.clear()
        yield counted


def a_key() -> str:
    return f"{PREFIX}{uuid.uuid4()}.png"


# A new object's record can be under two ids. The secret that the first depends on is read only once.
LOOKUP = ["GetItem", "GetItem"]


def test_a_new_image_needs_one_lookup_claim_get_and_finalize_and_one_put_per_variant(
    app: App, counted: Counted, png: bytes
) -> None:
    assert counted.deliver(app.put(a_key(), png)) == [Outcome.READY]
    assert counted.calls == [*LOOKUP, "UpdateItem", "GetObject", "PutObject", "GetItem", "UpdateItem"]


def test_publishing_an_event_needs_two_calls(app: App, with_bus: Counted, png: bytes) -> None:
    event = app.put(a_key(), png)
    assert with_bus.deliver(event) == [Outcome.READY]
    assert with_bus.calls[-3:] == ["UpdateItem", "PutEvents", "UpdateItem"]
    assert len(with_bus.calls) == 9
    assert with_bus.deliver(event) == [Outcome.DUPLICATE]
    assert with_bus.calls == ["GetItem"]


def test_a_file_that_is_not_an_image_stores_no_outputs(app: App, counted: Counted) -> None:
    assert counted.deliver(app.put(a_key(), b"text")) == [Outcome.FAILED]
    assert counted.calls == [*LOOKUP, "UpdateItem", "GetObject", "GetItem", "UpdateItem"]


def test_a_duplicate_needs_one_read(app: App, counted: Counted, png: bytes) -> None:
    event = app.put(a_key(), png)
    counted.deliver(event)
    assert counted.deliver(event) == [Outcome.DUPLICATE]
    assert counted.calls == ["GetItem"]


def test_a_form_needs_two_writes_and_a_lookup_one_read(counted: Counted) -> None:
    image, _ = counted.darkroom.upload_forms.create(UploadRequest(filename="cat.png"), owner=OWNER)
    counted.darkroom.lookup.get(image.id, owner=OWNER)
    assert counted.calls == ["UpdateItem", "PutItem", "GetItem"]


def test_an_idempotency_key_costs_one_read_and_no_write(counted: Counted) -> None:
    def calls(key: str | None, body: bytes = b"{}") -> list[str]:
        counted.calls.clear()
        with suppress(IdempotencyKeyReused):
            counted.darkroom.uploads.create(
                UploadRequest(filename="cat.png"),
                owner=OWNER,
                key=None if key is None else IdempotencyKey(value=key, body=body),
            )
        return list(counted.calls)

    one, other = str(uuid.uuid4()), str(uuid.uuid4())
    calls(one)  # reads the secret, too
    assert calls(None) == ["UpdateItem", "PutItem"]
    assert calls(other) == ["GetItem", "UpdateItem", "PutItem"]
    assert calls(other) == calls(other, b"another") == ["GetItem"]


def test_a_change_of_metadata_needs_one_read_and_one_write(app: App, counted: Counted) -> None:
    created = app.post("/images", {"filename": "cat.png"}).json_body
    patch = {"metadata": {"alt": "A cat"}}
    counted.calls.clear()
    counted.darkroom.change_metadata.run(created["id"], patch, owner=OWNER)
    assert counted.calls == ["GetItem", "UpdateItem"]
    counted.calls.clear()
    counted.darkroom.change_metadata.run(created["id"], patch, owner=OWNER)
    assert counted.calls == ["GetItem"]


def test_a_run_during_which_the_metadata_changes_needs_two_more_calls(
    app: App, counted: Counted, png: bytes
) -> None:
    key = a_key()
    counted.deliver(app.put(key, png))
    store, image_id = counted.darkroom.store, app.id_of(key)
    claimed = store.claim(counted.darkroom.pipeline.fresh(key, image_id))
    counted.darkroom.change_metadata.run(image_id, {"metadata": {"alt": "A cat"}}, owner=claimed.owner)
    counted.calls.clear()
    assert store.finalize(claimed) is not None
    assert counted.calls == ["UpdateItem", "GetItem", "UpdateItem"]
