"""Contract of EventPublisher, for the fake and the EventBridge adapter."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from chalicelib.aws.events import EventBridgePublisher
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Event
from chalicelib.ports import EventPublisher
from local.account import CREDENTIALS, REGION
from tests.contract.conftest import EMULATORS
from tests.contract.emulators import Emulator
from tests.fakes import FakeEventPublisher

Received = Callable[[], list[tuple[str, Any]]]


def an_event() -> Event:
    return Event(
        id="i-1",
        type="Image Ready",
        time=datetime(2026, 1, 1, 12, tzinfo=UTC),
        detail=json.dumps({"event_id": "i-1", "filename": "späße 😀.jpg"}),
    )


class Bus:
    """A separate bus with a rule that sends all events to a queue."""

    def __init__(self, emulator: Emulator) -> None:
        self.name = uuid.uuid4().hex
        self.client = boto3.client(
            "events",
            endpoint_url=emulator.url,
            region_name=REGION,
            aws_access_key_id=CREDENTIALS,
            aws_secret_access_key=CREDENTIALS,
        )
        self._sqs = emulator.clients.sqs
        self._url = self._sqs.create_queue(QueueName=self.name)["QueueUrl"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])
        pattern = json.dumps({"source": ["darkroom"]})
        self.client.create_event_bus(Name=self.name)
        self.client.put_rule(Name="all", EventBusName=self.name, EventPattern=pattern)
        targets = self.client.put_targets(
            Rule="all",
            EventBusName=self.name,
            Targets=[{"Id": "queue", "Arn": attributes["Attributes"]["QueueArn"]}],
        )
        assert targets["FailedEntryCount"] == 0

    def received(self) -> list[tuple[str, Any]]:
        response = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10)
        bodies = [json.loads(message["Body"]) for message in response.get("Messages", ())]
        return [(body["detail-type"], body["detail"]) for body in bodies]


@pytest.fixture
def bus(moto: Emulator) -> Bus:
    """A bus on moto, because MiniStack accepts every entry."""
    return Bus(moto)


@pytest.fixture(params=["fake", *EMULATORS])
def publisher(request: pytest.FixtureRequest) -> tuple[EventPublisher, Received]:
    if request.param == "fake":
        fake = FakeEventPublisher()
        return fake, lambda: [(event.type, json.loads(event.detail)) for event in fake.events]
    bus = Bus(request.getfixturevalue(request.param))
    return EventBridgePublisher(bus.client, bus.name), bus.received


def test_an_event_arrives_unchanged(publisher: tuple[EventPublisher, Received]) -> None:
    port, received = publisher
    port.publish(an_event())
    assert received() == [("Image Ready", {"event_id": "i-1", "filename": "späße 😀.jpg"})]


def test_an_event_published_twice_arrives_twice(publisher: tuple[EventPublisher, Received]) -> None:
    port, received = publisher
    port.publish(an_event())
    port.publish(an_event())
    assert len(received()) == 2


def test_a_missing_bus_is_a_transient_error(bus: Bus) -> None:
    with pytest.raises(ServiceUnavailable, match="Publishing i-1"):
        EventBridgePublisher(bus.client, "nowhere").publish(an_event())


def test_a_rejected_entry_in_a_200_response_is_an_error(bus: Bus) -> None:
    refused = Event(id="i-1", type="Image Ready", time=datetime(2026, 1, 1, tzinfo=UTC), detail="no JSON")
    with pytest.raises(ServiceUnavailable, match="MalformedDetail"):
        EventBridgePublisher(bus.client, bus.name).publish(refused)
    assert bus.received() == []
