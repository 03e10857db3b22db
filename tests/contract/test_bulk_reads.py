"""Contract of BulkReader, for the fake and the DynamoDB adapter."""

import uuid
from collections.abc import Mapping

import boto3
import pytest
from botocore.stub import Stubber
from msgspec.structs import replace

from chalicelib.aws.bulk_reads import DynamoDBBulkReader
from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.items import to_item
from chalicelib.models import Failure, Image, Status
from chalicelib.ports import BulkReader, ImageStore
from local.account import CREDENTIALS, REGION
from tests.contract.conftest import DATABASES
from tests.contract.emulators import tables_on
from tests.contract.records import a_ready_image, an_image
from tests.fakes import FakeBulkReader, FakeImageStore


@pytest.fixture(params=["fake", *DATABASES])
def table(request: pytest.FixtureRequest) -> tuple[ImageStore, BulkReader]:
    if request.param == "fake":
        fake = FakeImageStore()
        return fake, FakeBulkReader(fake)
    tables = tables_on(request)
    return (
        DynamoDBImageStore(tables.client, tables.images),
        DynamoDBBulkReader(tables.client, tables.images),
    )


def a_failed_image(store: ImageStore, code: str) -> Image:
    claimed = store.claim(an_image(status=Status.PROCESSING))
    image = replace(claimed, status=Status.FAILED, error=Failure(code=code, detail="d"))
    assert store.finalize(image)
    return image


def test_existing_records_are_found_by_id(table: tuple[ImageStore, BulkReader]) -> None:
    store, bulk_reader = table
    images = [store.claim(an_image(status=Status.PROCESSING)) for _ in range(3)]
    found = bulk_reader.find([*(image.id for image in images), "unknown"])
    assert found == {image.id: image for image in images}


def test_more_records_than_fit_in_one_request_are_found(table: tuple[ImageStore, BulkReader]) -> None:
    store, bulk_reader = table
    images = [an_image() for _ in range(201)]
    for image in images:
        store.create(image)
    assert set(bulk_reader.find([image.id for image in images])) == {image.id for image in images}


def test_without_ids_nothing_is_found(table: tuple[ImageStore, BulkReader]) -> None:
    assert table[1].find([]) == {}


def test_failed_records_are_found_by_their_codes(table: tuple[ImageStore, BulkReader]) -> None:
    store, bulk_reader = table
    codes = {f"code-{uuid.uuid4().hex}" for _ in range(2)}
    expected = [a_failed_image(store, code) for code in codes for _ in range(2)]
    a_failed_image(store, "other")
    store.finalize(a_ready_image(store.claim(an_image(status=Status.PROCESSING))))
    assert by_id(*bulk_reader.failed(codes)) == by_id(*expected)


def test_a_failed_record_that_was_claimed_again_is_not_found(table: tuple[ImageStore, BulkReader]) -> None:
    store, bulk_reader = table
    code = f"code-{uuid.uuid4().hex}"
    store.claim(replace(a_failed_image(store, code), status=Status.PROCESSING))
    assert list(bulk_reader.failed({code})) == []


def test_unprocessed_keys_are_requested_again() -> None:
    client = boto3.client(
        "dynamodb", REGION, aws_access_key_id=CREDENTIALS, aws_secret_access_key=CREDENTIALS
    )
    first, second = an_image(), an_image()
    one, other = ({"id": {"S": image.id}} for image in (first, second))
    with Stubber(client) as dynamodb:
        dynamodb.add_response(
            "batch_get_item",
            {"Responses": {"t": [to_item(first)]}, "UnprocessedKeys": {"t": {"Keys": [other]}}},
            {"RequestItems": {"t": {"Keys": [one, other]}}},
        )
        dynamodb.add_response(
            "batch_get_item",
            {"Responses": {"t": [to_item(second)]}, "UnprocessedKeys": {}},
            {"RequestItems": {"t": {"Keys": [other]}}},
        )
        found = DynamoDBBulkReader(client, "t").find([first.id, second.id])
    assert found == by_id(first, second)


def by_id(*images: Image) -> Mapping[str, Image]:
    return {image.id: image for image in images}
