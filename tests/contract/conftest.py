"""The stores that the suite runs over."""

import pytest

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.ports import ImageStore
from tests.fakes import FakeImageStore


@pytest.fixture(params=["fake", "dynamodb"])
def store(request: pytest.FixtureRequest) -> ImageStore:
    if request.param == "fake":
        return FakeImageStore()
    aws = request.getfixturevalue("aws")
    return DynamoDBImageStore(aws.clients.dynamodb, aws.resources.images_table)
