"""Contracts of InvalidationQueue and InvalidationUsage, and the requests to CloudFront."""

import json
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import boto3
import msgspec
import pytest
from botocore.stub import Stubber

from chalicelib.aws.cloudfront import CloudFrontCdn
from chalicelib.aws.invalidation_queue import SQSInvalidationQueue
from chalicelib.aws.invalidation_usage import DynamoDBInvalidationUsage
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import FullInvalidation, InvalidationRequest
from chalicelib.ports import InvalidationQueue, InvalidationUsage
from tests.cdn import cloudfront, invalidated
from tests.conftest import Aws
from tests.contract.conftest import EMULATORS
from tests.contract.emulators import Emulator, tables_on
from tests.contract.records import NOW
from tests.fakes import FakeInvalidationQueue, FakeInvalidationUsage

INTERVAL = timedelta(minutes=5)
Received = Callable[[], Sequence[InvalidationRequest]]


def a_request(number: int) -> InvalidationRequest:
    return InvalidationRequest(tag=f"tag-{number}", owner="alice", requested_at=NOW)


@pytest.fixture(params=["fake", *EMULATORS])
def queue(request: pytest.FixtureRequest) -> tuple[InvalidationQueue, Received]:
    """Return the queue, and a function that receives what is in it now."""
    if request.param == "fake":
        fake = FakeInvalidationQueue()
        return fake, lambda: fake.requests
    emulator: Emulator = request.getfixturevalue(request.param)
    sqs, name = emulator.clients.sqs, uuid.uuid4().hex
    url = sqs.create_queue(QueueName=name)["QueueUrl"]

    def received() -> list[InvalidationRequest]:
        found = []
        while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [msgspec.json.decode(each["Body"], type=InvalidationRequest) for each in batch]
        return found

    return SQSInvalidationQueue(sqs, name), received


def test_every_request_is_received_as_it_was_sent(queue: tuple[InvalidationQueue, Received]) -> None:
    port, received = queue
    sent = [a_request(number) for number in range(12)]
    port.send(sent)
    assert sorted(received(), key=lambda each: int(each.tag[4:])) == sent


def test_a_delayed_request_is_not_received_yet(emulator: Emulator) -> None:
    sqs, name = emulator.clients.sqs, uuid.uuid4().hex
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    SQSInvalidationQueue(sqs, name).send([a_request(1)], delay=INTERVAL)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
    assert attributes["Attributes"] == {"ApproximateNumberOfMessagesDelayed": "1"}


def test_a_missing_queue_is_a_transient_error(emulator: Emulator) -> None:
    with pytest.raises(ServiceUnavailable, match="Requesting the invalidation"):
        SQSInvalidationQueue(emulator.clients.sqs, "nowhere").send([a_request(1)])


def test_a_request_that_sqs_rejects_is_a_transient_error() -> None:
    client = boto3.client("sqs", region_name="eu-central-1")
    failed = {"Id": "0", "SenderFault": False, "Code": "InternalError", "Message": "busy"}
    with Stubber(client) as stub:
        stub.add_response("get_queue_url", {"QueueUrl": "https://sqs.example/queue"})
        stub.add_response("send_message_batch", {"Successful": [], "Failed": [failed]})
        with pytest.raises(ServiceUnavailable, match="InternalError: busy"):
            SQSInvalidationQueue(client, "queue").send([a_request(1)])


# dynalite does not return the item that failed a condition
@pytest.fixture(params=["fake", *EMULATORS])
def usage(request: pytest.FixtureRequest) -> InvalidationUsage:
    if request.param == "fake":
        return FakeInvalidationUsage()
    tables = tables_on(request)
    tables.client.delete_item(TableName=tables.images, Key={"id": {"S": "invalidations"}})
    return DynamoDBInvalidationUsage(tables.client, tables.images)


@pytest.fixture
def owner() -> str:
    return uuid.uuid4().hex


def test_invalidations_are_counted_up_to_the_limit(usage: InvalidationUsage, owner: str) -> None:
    assert [usage.reserve(owner, NOW, count, 10) for count in (11, 6, 5, 4, 1)] == [
        *(False, True, False),
        *(True, False),
    ]


def test_each_owner_and_each_day_has_a_counter(usage: InvalidationUsage, owner: str) -> None:
    assert usage.reserve(owner, NOW, 10, 10)
    assert usage.reserve(f"{owner}-2", NOW, 10, 10)
    assert usage.reserve(owner, NOW + timedelta(days=1), 10, 10)


def test_released_invalidations_can_be_counted_again(usage: InvalidationUsage, owner: str) -> None:
    assert usage.reserve(owner, NOW, 10, 10)
    usage.release(owner, NOW, 4)
    assert [usage.reserve(owner, NOW, count, 10) for count in (5, 4)] == [False, True]


def test_concurrent_calls_cannot_exceed_the_limit(usage: InvalidationUsage, owner: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: usage.reserve(owner, NOW, 3, 10), range(12)))
    assert results.count(True) == 3


def test_a_full_invalidation_can_be_claimed_once_in_an_interval(usage: InvalidationUsage) -> None:
    sooner, later = NOW + INTERVAL - timedelta(seconds=1), NOW + INTERVAL
    assert usage.claim_full(NOW, INTERVAL) == FullInvalidation(claimed_at=NOW, is_new=True)
    assert usage.claim_full(sooner, INTERVAL) == FullInvalidation(claimed_at=NOW, is_new=False)
    assert usage.claim_full(later, INTERVAL) == FullInvalidation(claimed_at=later, is_new=True)


def test_a_claim_knows_the_last_accepted_full_invalidation(usage: InvalidationUsage) -> None:
    usage.claim_full(NOW, INTERVAL)
    usage.accept_full(NOW)
    assert usage.claim_full(NOW, INTERVAL).accepted == NOW
    assert usage.claim_full(NOW + INTERVAL, INTERVAL).accepted == NOW


def test_cloudfront_gets_tags_and_paths_as_the_api_describes_them() -> None:
    client = boto3.client("cloudfront", region_name="eu-central-1")
    with Stubber(client) as stub:
        for paths in (["#a1", "#b2"], ["/*"]):
            batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": "once"}
            accepted = {"Id": "I", "Status": "InProgress", "CreateTime": NOW, "InvalidationBatch": batch}
            stub.add_response(
                "create_invalidation",
                {"Location": "https://cloudfront.example", "Invalidation": accepted},
                {"DistributionId": "D", "InvalidationBatch": batch},
            )
        cdn = CloudFrontCdn(client, "D")
        cdn.invalidate_tags(["a1", "b2"], "once")
        cdn.invalidate_all("once")
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("code", ["TooManyInvalidationsInProgress", "AccessDenied", "NoSuchDistribution"])
def test_an_invalidation_that_cloudfront_does_not_accept_is_a_transient_error(code: str) -> None:
    client = boto3.client("cloudfront", region_name="eu-central-1")
    with Stubber(client) as stub:
        stub.add_client_error("create_invalidation", code)
        with pytest.raises(ServiceUnavailable, match=code):
            CloudFrontCdn(client, "D").invalidate_all("once")


def test_moto_accepts_the_invalidations(aws: Aws) -> None:
    url, distribution = aws.environment["AWS_ENDPOINT_URL"], aws.environment["DISTRIBUTION_ID"]
    tag = uuid.uuid4().hex
    with cloudfront(url) as client:
        cdn = CloudFrontCdn(client, distribution)
        cdn.invalidate_tags([tag], "tags")
        cdn.invalidate_all("all")
    assert invalidated(url, distribution)[-2:] == [[f"#{tag}"], ["/*"]]


def test_the_message_of_a_request_is_json() -> None:
    body = json.dumps({"tag": "a1", "owner": "alice", "requested_at": "2026-01-01T12:00:00Z"})
    assert msgspec.json.decode(body, type=InvalidationRequest) == InvalidationRequest(
        tag="a1", owner="alice", requested_at=datetime(2026, 1, 1, 12, tzinfo=UTC)
    )
