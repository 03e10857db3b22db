"""A postponed webhook reappears in the queue after the given time."""

import json
import time

import pytest

from chalicelib.aws.webhooks import SQSWebhookQueue
from chalicelib.errors import ServiceUnavailable
from tests.conftest import Aws


@pytest.fixture
def queue_url(aws: Aws) -> str:
    return aws.clients.sqs.create_queue(QueueName="postponed")["QueueUrl"]


@pytest.fixture
def receipt(aws: Aws, queue_url: str) -> str:
    aws.clients.sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps({}))
    [message] = aws.clients.sqs.receive_message(QueueUrl=queue_url)["Messages"]
    return message["ReceiptHandle"]


def count_messages(aws: Aws, url: str) -> int:
    return len(aws.clients.sqs.receive_message(QueueUrl=url).get("Messages", ()))


def test_a_postponed_message_reappears_after_the_given_time(aws: Aws, queue_url: str, receipt: str) -> None:
    SQSWebhookQueue(aws.clients.sqs, "postponed").extend_visibility(receipt, 1)
    assert count_messages(aws, queue_url) == 0
    time.sleep(1.1)
    assert count_messages(aws, queue_url) == 1


def test_a_missing_queue_is_a_transient_error(aws: Aws, receipt: str) -> None:
    with pytest.raises(ServiceUnavailable, match="Postponing the webhook"):
        SQSWebhookQueue(aws.clients.sqs, "nowhere").extend_visibility(receipt, 1)
