"""How many calls to AWS an image costs: they are most of what a small one takes, and are paid for."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.model import OperationModel

from chalicelib.bootstrap.application import Darkroom
from chalicelib.domain.s3_events import from_s3_event
from chalicelib.models import UploadRequest
from chalicelib.processing.pipeline import Outcome
from tests.conftest import PREFIX
from tests.functional.conftest import OWNER, App


@dataclass
class Counted:
    """A Darkroom of its own, and the operations that it has sent to AWS."""

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
    """Count for one without an event bus."""
    yield from counting({**app.aws.environment, "EVENT_BUS": ""})


@pytest.fixture
def telling(app: App) -> Iterator[Counted]:
    """Count for one that has an event bus."""
    yield from counting(app.aws.environment)


def counting(environment: dict[str, str]) -> Iterator[Counted]:
    counted = Counted(Darkroom(environment))

    def note(model: OperationModel, **_: object) -> None:
        counted.calls.append(model.name)

    # Clients inherit the handlers that their session has when they are made.
    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    boto3.DEFAULT_SESSION.events.register("before-call", note)
    yield counted
    boto3.setup_default_session()


def a_key() -> str:
    return f"{PREFIX}{uuid.uuid4()}.png"


def test_a_new_image_costs_one_read_one_claim_one_get_one_put_per_variant_and_one_finalize(
    app: App, counted: Counted, png: bytes
) -> None:
    assert counted.deliver(app.put(a_key(), png)) == [Outcome.READY]
    assert counted.calls == ["GetItem", "UpdateItem", "GetObject", "PutObject", "PutItem"]


def test_an_event_costs_its_call_and_a_note_that_it_was_made(app: App, telling: Counted, png: bytes) -> None:
    event = app.put(a_key(), png)
    assert telling.deliver(event) == [Outcome.READY]
    assert telling.calls[-3:] == ["PutItem", "PutEvents", "PutItem"]
    assert len(telling.calls) == 7
    assert telling.deliver(event) == [Outcome.DUPLICATE]
    assert telling.calls == ["GetItem"]


def test_a_file_that_is_no_image_stores_no_output(app: App, counted: Counted) -> None:
    assert counted.deliver(app.put(a_key(), b"text")) == [Outcome.FAILED]
    assert counted.calls == ["GetItem", "UpdateItem", "GetObject", "PutItem"]


def test_a_duplicate_costs_one_read(app: App, counted: Counted, png: bytes) -> None:
    event = app.put(a_key(), png)
    counted.deliver(event)
    assert counted.deliver(event) == [Outcome.DUPLICATE]
    assert counted.calls == ["GetItem"]


def test_a_form_costs_two_writes_and_a_look_one_read(counted: Counted) -> None:
    image, _ = counted.darkroom.upload_forms.create(UploadRequest(filename="cat.png"), owner=OWNER)
    counted.darkroom.lookup.get(image.id, owner=OWNER)
    assert counted.calls == ["UpdateItem", "PutItem", "GetItem"]
