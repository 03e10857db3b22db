"""S3 events from moto, delivered to workers that run the stand-in app."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from local.aws import Queue
from local.event_relay import AsynchronousInvocation, Limits, QueueTrigger
from local.lambda_function import Function
from local.poller import Pollers
from local.process import Launcher
from tests.conftest import Aws
from tests.unit.local.conftest import StandIn

# the relay replaces a worker whose time is over
pytestmark = [pytest.mark.timeout(60), pytest.mark.shares_processes]

LIMITS = Limits(timeout=1, retry_delays=(0, 0))


@pytest.fixture(scope="module", autouse=True)
def relay(aws: Aws, stand_in: StandIn) -> Iterator[None]:
    drain(aws, aws.resources.events.url)
    drain(aws, aws.resources.failures.url)
    launcher = Launcher({"TRACE": str(stand_in.trace)}, project=stand_in.project)
    uploads, failures = Function(launcher), Function(launcher)
    queue = Queue(url=aws.resources.failures.url, arn=aws.resources.failures.arn)
    pollers = Pollers(
        aws.clients.sqs,
        {
            aws.resources.events.url: [
                AsynchronousInvocation(aws.clients.sqs, aws.resources, uploads, LIMITS)
            ],
            aws.resources.failures.url: [
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
    """Delete the messages of other test modules, which share the queues. A purge is not possible yet."""
    while messages := aws.clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            aws.clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def put(aws: Aws, key: str) -> None:
    aws.clients.s3.put_object(Bucket=aws.resources.upload_bucket, Key=key, Body=b"bytes")


def attempts(stand_in: StandIn, key: str, count: int) -> list[dict[str, Any]]:
    return stand_in.calls(lambda call: call.get("key") == key, count)


def dead_letter_calls(stand_in: StandIn, key: str) -> list[dict[str, Any]]:
    def is_about_key(call: dict[str, Any]) -> bool:
        dead_letter = call.get("dead_letter")
        return bool(dead_letter and dead_letter["requestPayload"]["Records"][0]["s3"]["object"]["key"] == key)

    return stand_in.calls(is_about_key, 1)


def test_an_event_that_succeeds_is_delivered_once(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/fine.jpg")
    put(aws, "images/next.jpg")
    attempts(stand_in, "images/next.jpg", 1)
    [attempt] = attempts(stand_in, "images/fine.jpg", 1)
    assert attempt["function"] == "darkroom-local-process_upload"
    assert 0 < attempt["left"] <= 1000


def test_a_key_outside_the_prefix_is_ignored(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "other/x.jpg")
    put(aws, "images/after-other.jpg")
    attempts(stand_in, "images/after-other.jpg", 1)
    assert stand_in.calls(lambda call: call.get("key") == "other/x.jpg", 0) == []


@pytest.mark.parametrize(
    ("key", "as_sent"),
    [
        ("images/späße +1 %.jpg", "images/sp%C3%A4%C3%9Fe+%2B1+%25.jpg"),
        ("images/%2F 😀.jpg", "images/%252F+%F0%9F%98%80.jpg"),
    ],
)
def test_keys_are_encoded_once_except_for_slashes(
    aws: Aws, stand_in: StandIn, key: str, as_sent: str
) -> None:
    put(aws, key)
    [attempt] = attempts(stand_in, key, 1)
    assert attempt["event"]["Records"][0]["s3"]["object"]["key"] == as_sent


def test_deleting_an_object_is_an_event_too(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/gone.jpg")
    aws.clients.s3.delete_object(Bucket=aws.resources.upload_bucket, Key="images/gone.jpg")
    names = [call["event"]["Records"][0]["eventName"] for call in attempts(stand_in, "images/gone.jpg", 2)]
    assert names == ["ObjectCreated:Put", "ObjectRemoved:DeleteMarkerCreated"]


def test_an_event_becomes_a_dead_letter_after_three_failed_attempts(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/raises.jpg")
    [call] = dead_letter_calls(stand_in, "images/raises.jpg")
    tries = attempts(stand_in, "images/raises.jpg", 3)
    dead_letter = call["dead_letter"]
    assert len(tries) == 3
    assert {attempt["request_id"] for attempt in tries} == {dead_letter["requestContext"]["requestId"]}
    assert dead_letter["version"] == "1.0"
    assert dead_letter["requestContext"]["condition"] == "RetriesExhausted"
    assert dead_letter["requestContext"]["approximateInvokeCount"] == 3
    assert dead_letter["requestContext"]["functionArn"].endswith(":darkroom-local-process_upload:$LATEST")
    assert dead_letter["responseContext"]["functionError"] == "Unhandled"
    assert dead_letter["responsePayload"]["errorType"] == "ValueError"
    assert dead_letter["responsePayload"]["errorMessage"] == "unsuitable"
    assert "process_upload" in "".join(dead_letter["responsePayload"]["stackTrace"])
    [record] = call["event"]["Records"]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == aws.resources.failures.arn


def test_a_handler_that_exceeds_the_time_limit_is_killed(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/hangs.jpg")
    [call] = dead_letter_calls(stand_in, "images/hangs.jpg")
    workers = {attempt["pid"] for attempt in attempts(stand_in, "images/hangs.jpg", 3)}
    assert len(workers) == 3
    assert call["dead_letter"]["responsePayload"] == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": "Task timed out after 1.00 seconds",
    }


def test_a_worker_that_dies_is_replaced_and_its_event_retried(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/dies-once.jpg")
    first, second = attempts(stand_in, "images/dies-once.jpg", 2)
    assert first["pid"] != second["pid"]
    assert first["request_id"] == second["request_id"]


def test_a_processed_event_is_deleted_from_the_queue(aws: Aws, stand_in: StandIn) -> None:
    put(aws, "images/last.jpg")
    attempts(stand_in, "images/last.jpg", 1)
    deadline = time.monotonic() + 10
    while in_queue(aws) > 0:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def in_queue(aws: Aws) -> int:
    """Count the messages in the events queue, including those being delivered."""
    attributes = aws.clients.sqs.get_queue_attributes(
        QueueUrl=aws.resources.events.url,
        AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    )["Attributes"]
    return sum(map(int, attributes.values()))


def test_an_invocation_that_a_stop_interrupts_is_not_logged_as_a_failure(
    aws: Aws, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    function = Function(Launcher({"TRACE": str(stand_in.trace)}, project=stand_in.project))
    queue = Queue(url=aws.resources.failures.url, arn=aws.resources.failures.arn)
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
