"""A webhook that is put off comes back, when it was said to."""

import json
import time

import pytest

from chalicelib.aws.webhooks import SQSWebhookQueue
from chalicelib.errors import ServiceUnavailable
from tests.conftest import Aws


@pytest.fixture
def queue_url(aws: Aws) -> str:
    return aws.clients.sqs.create_queue(QueueName="put-off")["QueueUrl"]


@pytest.fixture
def receipt(aws: Aws, queue_url: str) -> str:
    aws.clients.sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps({}))
    [message] = aws.clients.sqs.receive_message(QueueUrl=queue_url)["Messages"]
    return message["ReceiptHandle"]


def count(aws: Aws, url: str) -> int:
    return len(aws.clients.sqs.receive_message(QueueUrl=url).get("Messages", ()))


def test_it_stays_away_for_so_long_and_then_comes_back(aws: Aws, queue_url: str, receipt: str) -> None:
    SQSWebhookQueue(aws.clients.sqs, "put-off").extend_visibility(receipt, 1)
    assert count(aws, queue_url) == 0
    time.sleep(1.1)
    assert count(aws, queue_url) == 1


def test_a_queue_that_does_not_exist_is_an_error_that_passes(aws: Aws, receipt: str) -> None:
    with pytest.raises(ServiceUnavailable, match="Putting the webhook off"):
        SQSWebhookQueue(aws.clients.sqs, "nowhere").extend_visibility(receipt, 1)
