"""A postponed webhook reappears in the queue after the given time."""

import json
import time

import pytest

from chalicelib.aws.webhooks import SQSWebhookQueue
from chalicelib.errors import ServiceUnavailable
from tests.contract.emulators import Emulator


@pytest.fixture
def queue_url(emulator: Emulator) -> str:
    return emulator.clients.sqs.create_queue(QueueName="postponed")["QueueUrl"]


@pytest.fixture
def receipt(emulator: Emulator, queue_url: str) -> str:
    emulator.clients.sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps({}))
    [message] = emulator.clients.sqs.receive_message(QueueUrl=queue_url)["Messages"]
    return message["ReceiptHandle"]


def count_messages(emulator: Emulator, url: str) -> int:
    return len(emulator.clients.sqs.receive_message(QueueUrl=url).get("Messages", ()))


def test_a_postponed_message_reappears_after_the_given_time(
    emulator: Emulator, queue_url: str, receipt: str
) -> None:
    queue = SQSWebhookQueue(emulator.clients.sqs, "postponed")
    queue.extend_visibility(receipt, 600)
    assert count_messages(emulator, queue_url) == 0
    queue.extend_visibility(receipt, 1)
    time.sleep(1.1)
    assert count_messages(emulator, queue_url) == 1


def test_a_missing_queue_is_a_transient_error(emulator: Emulator, receipt: str) -> None:
    with pytest.raises(ServiceUnavailable, match="Postponing the webhook"):
        SQSWebhookQueue(emulator.clients.sqs, "nowhere").extend_visibility(receipt, 1)
