"""Events from moto's S3 through worker processes that run the stand-in app."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from local.function import Function
from local.messages import Queue
from local.poller import Pollers
from local.process import Home
from local.relay import AsynchronousInvocation, Limits, QueueTrigger
from tests.conftest import Aws
from tests.unit.local.conftest import StandIn

# the relay replaces a worker whose time is over
pytestmark = [pytest.mark.timeout(60), pytest.mark.shares_processes]

LIMITS = Limits(timeout=1, retry_delays=(0, 0))


@pytest.fixture(scope="module", autouse=True)
def relay(aws: Aws, stand_in: StandIn) -> Iterator[None]:
    drain(aws, aws.resources.events_url)
    drain(aws, aws.resources.failures_url)
    home = Home({"TRACE": str(stand_in.trace)}, project=stand_in.project)
    uploads, failures = Function(home), Function(home)
    queue = Queue(url=aws.resources.failures_url, arn=aws.resources.failures_arn)
    pollers = Pollers(
        aws.clients.sqs,
        {
            aws.resources.events_url: [
                AsynchronousInvocation(aws.clients.sqs, aws.resources, uploads, LIMITS)
            ],
            aws.resources.failures_url: [
                QueueTrigger(aws.clients.sqs, queue, "process_failures", failures, LIMITS)
            ],
        },
    )
    pollers.start()
    yield
    uploads.stop()
    failures.stop()
    pollers.stop()


def drain(aws: Aws, url: str) -> None:
    """Remove what other modules' pictures left: the stack is theirs, too (it is too new for a purge)."""
    while messages := aws.clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            aws.clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def put(aws: Aws, key: str) -> None:
    aws.clients.s3.put_object(Bucket=aws.resources.upload_bucket, Key=key, Body=b"bytes")


def attempts(stand_in: StandIn, key: str, count: int) -> list[dict[str, Any]]:
    return stand_in.notes(lambda note: note.get("key") == key, count)


def letters(stand_in: StandIn, key: str) -> list[dict[str, Any]]:
    def is_about_key(note: dict[str, Any]) -> bool:
        letter = note.get("letter")
        return bool(letter and letter["requestPayload"]["Records"][0]["s3"]["object"]["key"] == key)

    return stand_in.notes(is_about_key, 1)


def test_an_event_that_succeeds_is_delivered_once(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/fine.jpg")
    put(aws, "images/next.jpg")
    attempts(stand_in, "images/next.jpg", 1)
    [attempt] = attempts(stand_in, "images/fine.jpg", 1)
    assert attempt["function"] == "darkroom-local-process_upload"
    assert 0 < attempt["left"] <= 1000


def test_a_key_outside_the_prefix_is_left_alone(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "other/x.jpg")
    put(aws, "images/after-other.jpg")
    attempts(stand_in, "images/after-other.jpg", 1)
    assert stand_in.notes(lambda note: note.get("key") == "other/x.jpg", 0) == []


@pytest.mark.parametrize(
    ("key", "as_sent"),
    [
        ("images/späße +1 %.jpg", "images/sp%C3%A4%C3%9Fe+%2B1+%25.jpg"),
        ("images/%2F 😀.jpg", "images/%252F+%F0%9F%98%80.jpg"),
    ],
)
def test_keys_arrive_encoded_once_with_plain_slashes(
    aws: Aws, stand_in: StandIn, key: str, as_sent: str
) -> None:
    put(aws, key)
    [attempt] = attempts(stand_in, key, 1)
    assert attempt["event"]["Records"][0]["s3"]["object"]["key"] == as_sent


def test_deleting_an_object_is_an_event_too(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/gone.jpg")
    aws.clients.s3.delete_object(Bucket=aws.resources.upload_bucket, Key="images/gone.jpg")
    names = [note["event"]["Records"][0]["eventName"] for note in attempts(stand_in, "images/gone.jpg", 2)]
    assert names == ["ObjectCreated:Put", "ObjectRemoved:DeleteMarkerCreated"]


def test_an_event_whose_handler_raises_is_tried_three_times_then_becomes_a_dead_letter(
    aws: Aws, stand_in: StandIn
) -> None:
    put(aws, "images/raises.jpg")
    [note] = letters(stand_in, "images/raises.jpg")
    tries = attempts(stand_in, "images/raises.jpg", 3)
    letter = note["letter"]
    assert len(tries) == 3
    assert {attempt["request_id"] for attempt in tries} == {letter["requestContext"]["requestId"]}
    assert letter["version"] == "1.0"
    assert letter["requestContext"]["condition"] == "RetriesExhausted"
    assert letter["requestContext"]["approximateInvokeCount"] == 3
    assert letter["requestContext"]["functionArn"].endswith(":darkroom-local-process_upload:$LATEST")
    assert letter["responseContext"]["functionError"] == "Unhandled"
    assert letter["responsePayload"]["errorType"] == "ValueError"
    assert letter["responsePayload"]["errorMessage"] == "no good"
    assert "process_upload" in "".join(letter["responsePayload"]["stackTrace"])
    [record] = note["event"]["Records"]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == aws.resources.failures_arn


def test_a_handler_that_takes_too_long_is_killed(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/hangs.jpg")
    [note] = letters(stand_in, "images/hangs.jpg")
    workers = {attempt["pid"] for attempt in attempts(stand_in, "images/hangs.jpg", 3)}
    assert len(workers) == 3
    assert note["letter"]["responsePayload"] == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": "Task timed out after 1.00 seconds",
    }


def test_a_worker_that_dies_is_replaced_and_its_event_tried_again(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/dies-once.jpg")
    first, second = attempts(stand_in, "images/dies-once.jpg", 2)
    assert first["pid"] != second["pid"]
    assert first["request_id"] == second["request_id"]


def test_a_settled_event_leaves_the_queue(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/last.jpg")
    attempts(stand_in, "images/last.jpg", 1)
    deadline = time.monotonic() + 10
    while in_queue(aws) > 0:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def in_queue(aws: Aws) -> int:
    """Count the messages of the events queue, those included that are being delivered."""
    attributes = aws.clients.sqs.get_queue_attributes(
        QueueUrl=aws.resources.events_url,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    return sum(map(int, attributes.values()))


def test_what_a_stop_ends_is_no_failure(
    aws: Aws, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    function = Function(Home({"TRACE": str(stand_in.trace)}, project=stand_in.project))
    queue = Queue(url=aws.resources.failures_url, arn=aws.resources.failures_arn)
    function.stop()
    QueueTrigger(aws.clients.sqs, queue, "process_failures", function, LIMITS)(
        {
            "MessageId": "1",
            "ReceiptHandle": "unknown",
            "Body": "{}",
            "MD5OfBody": "",
            "Attributes": {"ApproximateReceiveCount": "1"},
        }
    )
    assert caplog.records == []
