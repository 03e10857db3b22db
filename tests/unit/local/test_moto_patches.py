"""The patches to moto, also with concurrent threads."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import requests
from botocore.exceptions import ClientError
from moto.sqs.models import Message, sqs_backends

from local.account import ACCOUNT, REGION
from tests.conftest import PAGE, Aws

pytestmark = [pytest.mark.timeout(60), pytest.mark.slow]

THREADS = 8
ORIGIN = {"Origin": PAGE}


@pytest.fixture(autouse=True)
def frequent_thread_switches() -> Iterator[None]:
    """Switch threads so often that moto fails in every run without the lock."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_only_one_of_many_conditional_updates_succeeds(aws: Aws) -> None:
    def claim(image_id: str) -> bool:
        try:
            aws.clients.dynamodb.update_item(
                TableName=aws.resources.images_table,
                Key={"id": {"S": image_id}},
                UpdateExpression="SET #won = :yes",
                ConditionExpression="attribute_not_exists(#won)",
                ExpressionAttributeNames={"#won": "won"},
                ExpressionAttributeValues={":yes": {"BOOL": True}},
            )
        except ClientError:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(10):
            image_id = uuid4().hex
            assert sum(pool.map(claim, [image_id] * THREADS)) == 1


def test_no_message_is_lost_while_others_are_deleted(aws: Aws) -> None:
    name, count = f"both-{uuid4()}", 300
    aws.clients.sqs.create_queue(QueueName=name)
    queue = sqs_backends[ACCOUNT][REGION].get_queue(name)  # the race is too rare over HTTP

    def messages() -> list[Message]:
        made = [Message(uuid4().hex, "body") for _ in range(count)]
        for message in made:
            message.mark_received(visibility_timeout=60)
        return made

    old, new = messages(), messages()
    for message in old:
        queue.add_message(message)
    with ThreadPoolExecutor(THREADS) as pool:
        for outgoing, incoming in zip(old, new, strict=True):
            pool.submit(queue.delete_message, outgoing.receipt_handle or "")
            pool.submit(queue.add_message, incoming)
    assert queue.approximate_number_of_messages_not_visible == count


def test_deleting_twice_is_not_an_error(aws: Aws) -> None:
    bucket = aws.resources.upload_bucket
    aws.clients.s3.put_object(Bucket=bucket, Key="images/twice.jpg", Body=b"x")
    for _ in range(2):
        response = aws.clients.s3.delete_object(Bucket=bucket, Key="images/twice.jpg")
        assert response["DeleteMarker"]


def test_the_response_to_a_form_describes_the_stored_object(aws: Aws) -> None:
    bucket, key = aws.resources.upload_bucket, "images/x/a b.jpg"
    form = aws.clients.s3.generate_presigned_post(bucket, key, Fields={"success_action_status": "201"})
    response = requests.post(
        form["url"], data=form["fields"], files={"file": b"content"}, headers=ORIGIN, timeout=10
    )
    stored = aws.clients.s3.head_object(Bucket=bucket, Key=key)
    assert (response.status_code, response.headers["ETag"]) == (201, stored["ETag"])
    assert response.headers["Location"] == f"{aws.clients.s3.meta.endpoint_url}/{bucket}/images/x/a%20b.jpg"
    assert response.headers["Access-Control-Expose-Headers"] == "ETag, Location"
