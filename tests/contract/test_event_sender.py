"""What is sent to the function is what S3 would have sent, as far as the handler reads it."""

import json
import uuid

import boto3
import pytest
from chalice.app import S3Event

from chalicelib.aws.invoker import LambdaEventSender
from chalicelib.domain.s3_events import ObjectEvent, from_s3_event
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source
from local.account import CREDENTIALS, REGION
from tests.conftest import Aws

SOURCE = Source(etag="e1", version_id="v1", size=5)


class Function:
    """The function, as far as its queue of events goes."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self.bucket = aws.resources.upload_bucket
        self._client = boto3.client(
            "lambda",
            endpoint_url=aws.environment["AWS_ENDPOINT_URL"],
            region_name=REGION,
            aws_access_key_id=CREDENTIALS,
            aws_secret_access_key=CREDENTIALS,
        )

    def sender(self, name: str | None = None) -> LambdaEventSender:
        function = name or self._aws.resources.process_function
        return LambdaEventSender(self._client, function, bucket=self.bucket)

    def event(self, key: str) -> S3Event:
        """Take events from the queue until one is about this key."""
        sqs, url = self._aws.clients.sqs, self._aws.resources.events_url
        while True:
            answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
            for message in answer["Messages"]:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                event = S3Event(json.loads(message["Body"]), None)
                if event.key == key:
                    return event


@pytest.fixture
def function(aws: Aws) -> Function:
    return Function(aws)


@pytest.mark.parametrize("name", ["a.jpg", "a b+c%41.jpg", "späße 😀.jpg", "%2F/x", "a&b=c?.jpg"])
def test_the_handler_reads_the_key_that_was_sent(function: Function, name: str) -> None:
    key = f"images/{uuid.uuid4().hex}/{name}"
    function.sender().send(key, SOURCE)
    event = function.event(key)
    assert list(from_s3_event(event.to_dict())) == [ObjectEvent(key=key, source=SOURCE)]
    assert event.bucket == function.bucket


@pytest.mark.parametrize("source", [Source(etag="e1", size=5), None])
def test_what_is_not_known_of_the_version_is_left_out(function: Function, source: Source | None) -> None:
    key = f"images/{uuid.uuid4().hex}.jpg"
    function.sender().send(key, source)
    assert list(from_s3_event(function.event(key).to_dict())) == [ObjectEvent(key=key, source=source)]


def test_a_function_that_does_not_exist_is_named(function: Function) -> None:
    with pytest.raises(ServiceUnavailable, match="nowhere"):
        function.sender("nowhere").send("images/a.jpg", SOURCE)
