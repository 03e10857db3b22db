"""The event sent to the function has the fields of an S3 event that the handler reads."""

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
    """The function that processes uploads, represented by its event queue."""

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
        """Receive events from the queue until one is about this key."""
        sqs, url = self._aws.clients.sqs, self._aws.resources.events.url
        while True:
            response = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
            for message in response["Messages"]:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                event = S3Event(json.loads(message["Body"]), None)
                if event.key == key:
                    return event


@pytest.fixture
def function(aws: Aws) -> Function:
    return Function(aws)


@pytest.mark.parametrize("name", ["a.jpg", "a b+c%41.jpg", "späße 😀.jpg", "%2F/x", "a&b=c?.jpg"])
def test_the_handler_reads_the_same_key_and_version(function: Function, name: str) -> None:
    key = f"images/{uuid.uuid4().hex}/{name}"
    function.sender().send(key, SOURCE)
    event = function.event(key)
    assert list(from_s3_event(event.to_dict())) == [ObjectEvent(key=key, source=SOURCE)]
    assert event.bucket == function.bucket


@pytest.mark.parametrize("source", [Source(etag="e1", size=5), None])
def test_unknown_parts_of_the_version_are_omitted(function: Function, source: Source | None) -> None:
    key = f"images/{uuid.uuid4().hex}.jpg"
    function.sender().send(key, source)
    assert list(from_s3_event(function.event(key).to_dict())) == [ObjectEvent(key=key, source=source)]


def test_a_missing_function_is_named_in_the_error(function: Function) -> None:
    with pytest.raises(ServiceUnavailable, match="nowhere"):
        function.sender("nowhere").send("images/a.jpg", SOURCE)
