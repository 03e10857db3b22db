"""Reads that must see every earlier write, which an emulator cannot show: its reads are always consistent."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.endpoints import DynamoDBEndpointStore
from chalicelib.aws.stored_secret import DynamoDBSecret
from chalicelib.aws.tokens import DynamoDBTokenStore
from local.account import CREDENTIALS, REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Read = Callable[["DynamoDBClient"], object]

READS: dict[str, tuple[str, Read]] = {
    # Otherwise a run could take a claim or an outcome that is just being written for missing.
    "record": ("id", lambda client: DynamoDBImageStore(client, "table").get("x")),
    # Otherwise a token could be accepted after it was revoked.
    "token": ("id", lambda client: DynamoDBTokenStore(client, "table").get("x")),
    # Otherwise a webhook could be signed with a secret that was replaced.
    "endpoint": ("owner", lambda client: DynamoDBEndpointStore(client, "table").get("x")),
}


@pytest.fixture
def client() -> "DynamoDBClient":
    return boto3.client("dynamodb", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS)


@pytest.mark.parametrize("name", READS)
def test_the_read_is_strongly_consistent(client: "DynamoDBClient", name: str) -> None:
    key, read = READS[name]
    with Stubber(client) as stubber:
        stubber.add_response(
            "get_item", {}, {"TableName": "table", "Key": {key: {"S": "x"}}, "ConsistentRead": True}
        )
        assert read(client) is None


def test_the_secret_for_image_ids_is_read_consistently(client: "DynamoDBClient") -> None:
    request = {"TableName": "table", "Key": {"id": {"S": "secret#image-ids"}}, "ConsistentRead": True}
    with Stubber(client) as stubber:
        stubber.add_response("get_item", {}, request)
        stubber.add_client_error("put_item", "ConditionalCheckFailedException")
        stubber.add_response("get_item", {"Item": {"secret": {"B": b"first"}}}, request)
        assert DynamoDBSecret(client, "table", "image-ids", lambda size: b"x" * size).read() == b"first"
