"""The secret for image ids in the image table."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.image_id_secret import DynamoDBImageIdSecret
from chalicelib.models import ListRequest
from tests.contract.emulators import Tables
from tests.contract.records import NOW


@pytest.fixture(autouse=True)
def _no_secret(tables: Tables) -> Iterator[None]:
    _remove(tables)
    yield
    _remove(tables)


def _remove(tables: Tables) -> None:
    tables.client.delete_item(TableName=tables.images, Key={"id": {"S": "secret#image-ids"}})


def test_the_first_reader_creates_32_random_bytes_and_all_others_get_them(tables: Tables) -> None:
    first = DynamoDBImageIdSecret(tables.client, tables.images, lambda size: b"a" * size).read()
    later = DynamoDBImageIdSecret(tables.client, tables.images, lambda size: b"b" * size).read()
    assert first == later == b"a" * 32


def test_concurrent_first_readers_agree(tables: Tables) -> None:
    with ThreadPoolExecutor(8) as pool:
        readers = [DynamoDBImageIdSecret(tables.client, tables.images, secrets.token_bytes) for _ in range(8)]
        assert len(set(pool.map(DynamoDBImageIdSecret.read, readers))) == 1


def test_the_secret_is_in_no_listing_of_records(tables: Tables) -> None:
    DynamoDBImageIdSecret(tables.client, tables.images, secrets.token_bytes).read()
    store = DynamoDBImageStore(tables.client, tables.images)
    assert store.list("secret#image-ids", ListRequest()).images == ()
    assert "secret#image-ids" not in {image.id for image in store.stuck(NOW.replace(year=9999), 1000)}
