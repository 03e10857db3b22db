"""The stores that the suite runs over."""

from collections.abc import Iterator

import pytest

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.ports import ImageStore
from tests.conftest import Aws
from tests.fakes import FakeImageStore


@pytest.fixture(params=["fake", "dynamodb"])
def store(request: pytest.FixtureRequest) -> ImageStore:
    if request.param == "fake":
        return FakeImageStore()
    aws = request.getfixturevalue("aws")
    return DynamoDBImageStore(aws.clients.dynamodb, aws.resources.images_table)


@pytest.fixture(autouse=True, scope="module")
def _emptied_table(aws: Aws) -> Iterator[None]:
    """Leave no old records behind: whatever sweeps the shared table would take them up."""
    yield
    table, client = aws.resources.images_table, aws.clients.dynamodb
    for page in client.get_paginator("scan").paginate(TableName=table, ProjectionExpression="id"):
        for item in page["Items"]:
            client.delete_item(TableName=table, Key={"id": item["id"]})
