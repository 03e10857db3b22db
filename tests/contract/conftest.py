"""Fixtures that give each contract test a fake and its adapter."""

import uuid
from collections.abc import Callable, Iterator

import pytest

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.ports import ImageStore, SourceStorage
from tests.conftest import Aws
from tests.fakes import FakeClock, FakeImageStore, FakeSourceStorage

Put = Callable[[str, bytes], object]


@pytest.fixture(params=["fake", "dynamodb"])
def store(request: pytest.FixtureRequest) -> ImageStore:
    if request.param == "fake":
        return FakeImageStore()
    aws = request.getfixturevalue("aws")
    return DynamoDBImageStore(aws.clients.dynamodb, aws.resources.images_table)


@pytest.fixture(autouse=True, scope="module")
def _emptied_table(aws: Aws) -> Iterator[None]:
    """Delete all records at the end, so that other tests' sweeps of the shared table do not find them."""
    yield
    table, client = aws.resources.images_table, aws.clients.dynamodb
    for page in client.get_paginator("scan").paginate(TableName=table, ProjectionExpression="id"):
        for item in page["Items"]:
            client.delete_item(TableName=table, Key={"id": item["id"]})


@pytest.fixture(params=["fake", "s3"])
def bucket(request: pytest.FixtureRequest) -> tuple[SourceStorage, Put]:
    """Return the storage, and a function that puts objects as other tools do."""
    if request.param == "fake":
        fake = FakeSourceStorage()
        return fake, fake.put
    aws: Aws = request.getfixturevalue("aws")
    s3, name = aws.clients.s3, aws.resources.upload_bucket
    storage = S3SourceStorage(s3, name, clock=FakeClock())

    def put(key: str, content: bytes) -> object:
        return s3.put_object(Bucket=name, Key=key, Body=content, ContentType="image/jpeg")

    return storage, put


@pytest.fixture
def key() -> str:
    return f"images/{uuid.uuid4().hex}/späße +1 %41 😀.jpg"
