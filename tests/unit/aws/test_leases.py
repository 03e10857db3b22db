"""Answers in several pages, which an emulator gives only for a megabyte of leases."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.stub import ANY, Stubber

from chalicelib.aws.leases import DynamoDBLeases
from local.account import CREDENTIALS, REGION

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_leases_of_all_pages_count() -> None:
    client: DynamoDBClient = boto3.client(
        "dynamodb", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS
    )
    expected: dict[str, Any] = dict.fromkeys(
        (
            "TableName",
            "IndexName",
            "KeyConditionExpression",
            "FilterExpression",
            "ProjectionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
        ),
        ANY,
    )
    last = {"id": {"S": "x"}}
    with Stubber(client) as stubber:
        stubber.add_response(
            "query", {"Items": [{"lease_count": {"N": "2"}}], "LastEvaluatedKey": last}, expected
        )
        stubber.add_response(
            "query", {"Items": [{"lease_count": {"N": "3"}}]}, {**expected, "ExclusiveStartKey": last}
        )
        assert DynamoDBLeases(client, "table").count("ada", NOW) == 5
        stubber.assert_no_pending_responses()
