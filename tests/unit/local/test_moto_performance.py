"""What makes moto quicker changes none of its answers."""

import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from local.moto_performance import CACHED
from tests.conftest import Aws

pytestmark = pytest.mark.timeout(60)

EVERY_TYPE: dict[str, Any] = {
    "string": {"S": "text"},
    "number": {"N": "1.5"},
    "binary": {"B": b"\x00\xff"},
    "strings": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "binaries": {"BS": [b"\x00", b"\xff"]},
    "map": {
        "M": {"nested": {"M": {"binary": {"B": b"\xfe"}, "nothing": {"NULL": True}}}, "empty": {"M": {}}}
    },
    "list": {"L": [{"S": ""}, {"BOOL": False}, {"L": []}]},
    "nothing": {"NULL": True},
    "no": {"BOOL": False},
}

Update = Callable[..., dict[str, Any]]


@pytest.fixture
def item(aws: Aws) -> Iterator[dict[str, Any]]:
    key = {"id": {"S": uuid4().hex}}
    yield key
    aws.clients.dynamodb.delete_item(TableName=aws.resources.images_table, Key=key)


@pytest.fixture
def update(aws: Aws, item: dict[str, Any]) -> Update:
    def run(expression: str, values: dict[str, Any]) -> dict[str, Any]:
        return aws.clients.dynamodb.update_item(
            TableName=aws.resources.images_table,
            Key=item,
            UpdateExpression=expression,
            ExpressionAttributeValues=values,
            ReturnValues="ALL_NEW",
        )["Attributes"]

    return run


def test_an_item_has_every_type_that_was_put(aws: Aws, item: dict[str, Any]) -> None:
    table = aws.resources.images_table
    aws.clients.dynamodb.put_item(TableName=table, Item={**item, **EVERY_TYPE})
    assert aws.clients.dynamodb.get_item(TableName=table, Key=item)["Item"] == {**item, **EVERY_TYPE}


def test_an_expression_can_be_used_again_with_other_values(update: Update) -> None:
    expression = "SET seen = if_not_exists(seen, :none) + :more, label = :label"
    for count, label in enumerate("abc", start=1):
        attributes = update(expression, {":none": {"N": "0"}, ":more": {"N": "1"}, ":label": {"S": label}})
        assert (attributes["seen"], attributes["label"]) == ({"N": str(count)}, {"S": label})


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("SET a = :x, a = :x", id="the same path twice"),
        pytest.param("SET a.b = :x, a.b.c = :x", id="overlapping paths"),
        pytest.param("SET a = :x REMOVE a", id="overlapping clauses"),
        pytest.param("SET a = :x SET b = :x", id="two SET clauses"),
        pytest.param("SET a = :x REMOVE b REMOVE c", id="two REMOVE clauses"),
    ],
)
def test_an_invalid_expression_is_refused(update: Update, expression: str) -> None:
    for _ in range(2):
        with pytest.raises(ClientError, match="ValidationException"):
            update(expression, {":x": {"S": "x"}})


def test_listing_versions_copies_no_bytes(aws: Aws) -> None:
    bucket, key, content = aws.resources.dest_bucket, f"images/{uuid4()}", bytes(15_000_000)
    stored = aws.clients.s3.put_object(Bucket=bucket, Key=key, Body=content)
    tracemalloc.start()
    listed = aws.clients.s3.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(content)
    assert [(each["Size"], each["ETag"]) for each in listed] == [(len(content), stored["ETag"])]
    assert aws.clients.s3.get_object(Bucket=bucket, Key=key)["Body"].read() == content


@pytest.mark.parametrize(("owner", "name"), CACHED)
def test_moto_looks_nothing_up_twice(update: Update, owner: object, name: str) -> None:
    update("SET again = :x", {":x": {"S": "x"}})
    first = getattr(owner, name).cache_info()
    update("SET again = :x", {":x": {"S": "x"}})
    second = getattr(owner, name).cache_info()
    assert second.misses == first.misses
    assert second.hits > first.hits
