"""Let an owner seem to have runs in progress, for tests of functions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.aws.items import shard_of, timestamp

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@contextmanager
def running(client: "DynamoDBClient", table: str, owner: str, number: int) -> Iterator[None]:
    """Give the owner leases for this many runs inside the block."""
    key = {"id": {"S": f"a lease of {owner}"}}
    now = datetime.now(UTC)
    lease = {
        "open_shard": {"S": shard_of("running", owner)},
        "updated_at": {"S": timestamp(now)},
        "lease_ends": {"S": timestamp(now + timedelta(minutes=5))},
    }
    count = {"owner": {"S": owner}, "lease_count": {"N": str(number)}}
    client.put_item(TableName=table, Item={**key, **lease, **count})
    try:
        yield
    finally:
        client.delete_item(TableName=table, Key=key)


def end_all(client: "DynamoDBClient", table: str) -> None:
    """End the leases that runs left behind which never finished."""
    for page in client.get_paginator("scan").paginate(
        TableName=table, FilterExpression="attribute_exists(lease_ends)", ProjectionExpression="id"
    ):
        for item in page["Items"]:
            client.update_item(TableName=table, Key=item, UpdateExpression="REMOVE lease_ends, lease_count")
