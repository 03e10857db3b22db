"""Fixtures that give each contract test a fake and its adapter, the adapter on several emulators of AWS."""

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.upload_bucket import S3SourceStorage
from chalicelib.ports import ImageStore, SourceStorage
from local.account import CREDENTIALS, REGION
from tests.conftest import Aws
from tests.contract import dynalite as dynalite_server
from tests.contract import seaweed as seaweed_server
from tests.contract.emulators import Emulator, Tables, of_moto, tables_on, with_stacks, with_tables
from tests.contract.form_server import FormServer
from tests.fakes import FakeClock, FakeImageStore, FakeSourceStorage
from tests.ministack import server as ministack_server

if TYPE_CHECKING:
    from mypy_boto3_rekognition import RekognitionClient

Put = Callable[[str, bytes], object]

EMULATORS = ("moto", "ministack")
DATABASES = (*EMULATORS, "dynalite")


@pytest.fixture(scope="session")
def moto(aws: Aws) -> Emulator:
    return of_moto(aws)


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with ministack_server.running(tmp_path_factory.mktemp("ministack")) as url:
        yield with_stacks(url)


@pytest.fixture(scope="session")
def dynalite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with dynalite_server.running(tmp_path_factory.mktemp("dynalite")) as url:
        yield with_tables(url)


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormServer]:
    with seaweed_server.running(tmp_path_factory.mktemp("seaweed")) as server:
        yield server


@pytest.fixture(params=EMULATORS)
def emulator(request: pytest.FixtureRequest) -> Emulator:
    emulator: Emulator = request.getfixturevalue(request.param)
    return emulator


@pytest.fixture(params=DATABASES)
def tables(request: pytest.FixtureRequest) -> Tables:
    return tables_on(request)


@pytest.fixture(params=["fake", *DATABASES])
def store(request: pytest.FixtureRequest) -> ImageStore:
    if request.param == "fake":
        return FakeImageStore()
    tables = tables_on(request)
    return DynamoDBImageStore(tables.client, tables.images)


@pytest.fixture(autouse=True, scope="module")
def _emptied_table(aws: Aws) -> Iterator[None]:
    """Delete all records at the end, so that other tests' sweeps of the shared table do not find them."""
    yield
    table, client = aws.resources.images_table, aws.clients.dynamodb
    for page in client.get_paginator("scan").paginate(TableName=table, ProjectionExpression="id"):
        for item in page["Items"]:
            client.delete_item(TableName=table, Key={"id": item["id"]})


@pytest.fixture(params=["fake", *EMULATORS])
def bucket(request: pytest.FixtureRequest) -> tuple[SourceStorage, Put]:
    """Return the storage, and a function that puts objects as other tools do."""
    if request.param == "fake":
        fake = FakeSourceStorage()
        return fake, fake.put
    emulator: Emulator = request.getfixturevalue(request.param)
    s3, name = emulator.clients.s3, emulator.upload_bucket
    storage = S3SourceStorage(s3, name, clock=FakeClock())

    def put(key: str, content: bytes) -> object:
        return s3.put_object(Bucket=name, Key=key, Body=content, ContentType="image/jpeg")

    return storage, put


@pytest.fixture
def key() -> str:
    return f"images/{uuid.uuid4().hex}/späße +1 %41 😀.jpg"


@pytest.fixture
def rekognition_client() -> "RekognitionClient":
    return boto3.client(
        "rekognition", region_name=REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS
    )


@pytest.fixture
def rekognition_stub(rekognition_client: "RekognitionClient") -> Iterator[Stubber]:
    with Stubber(rekognition_client) as stub:
        yield stub
        stub.assert_no_pending_responses()
