"""A deferred event comes back after its delay, in its owner's message group."""

import time
import uuid
from typing import TYPE_CHECKING

import pytest

from chalicelib.aws.deferral_queue import SQSDeferralQueue
from chalicelib.domain.s3_events import ObjectEvent, from_deferral_queue
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source
from tests.contract.emulators import Emulator

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

SOURCE = Source(etag="e1", version_id="v1", size=5)
KEY = "images/späße +1 %41 😀.jpg"


@pytest.fixture
def name(emulator: Emulator) -> str:
    name = uuid.uuid4().hex
    emulator.clients.sqs.create_queue(QueueName=name)
    return name


def received(emulator: Emulator, name: str) -> "list[MessageTypeDef]":
    sqs = emulator.clients.sqs
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    response = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"], MaxNumberOfMessages=10)
    return response.get("Messages", [])


def send(emulator: Emulator, name: str, owner: str, source: Source | None = SOURCE, delay: int = 0) -> None:
    queue = SQSDeferralQueue(emulator.clients.sqs, name, bucket="uploads")
    queue.send(KEY, source, owner=owner, deferrals=2, delay=delay)


@pytest.mark.parametrize("source", [SOURCE, None])
def test_the_event_comes_back_as_it_was(emulator: Emulator, name: str, source: Source | None) -> None:
    send(emulator, name, "alice", source)
    (message,) = received(emulator, name)
    deferred = from_deferral_queue(message["Body"])
    assert (deferred.object_event, deferred.deferrals) == (ObjectEvent(key=KEY, source=source), 2)


def test_it_is_held_back_for_the_delay(emulator: Emulator, name: str) -> None:
    send(emulator, name, "alice", delay=600)
    assert received(emulator, name) == []


def test_it_comes_back_after_the_delay(emulator: Emulator, name: str) -> None:
    send(emulator, name, "alice", delay=1)
    time.sleep(1.1)
    assert len(received(emulator, name)) == 1


def test_events_of_one_owner_are_one_group_whatever_characters_the_owner_has(
    emulator: Emulator, name: str
) -> None:
    owners = ["auth0|1/@:", "auth0|1/@:", "x" * 255]
    for owner in owners:
        send(emulator, name, owner)
    # A group may hide its other messages while one of them is in flight, so each is deleted.
    groups = []
    sqs = emulator.clients.sqs
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    while messages := received(emulator, name):
        for message in messages:
            groups.append(message["Attributes"]["MessageGroupId"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert len(groups) == 3
    assert len(set(groups)) == 2
    assert all(group.isalnum() and len(group) <= 128 for group in groups)


def test_a_missing_queue_is_a_transient_error(emulator: Emulator) -> None:
    with pytest.raises(ServiceUnavailable, match="Deferring the event"):
        send(emulator, "nowhere", "alice")
