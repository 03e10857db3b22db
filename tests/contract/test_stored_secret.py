"""Secrets in the image table."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.stored_secret import DynamoDBSecret
from chalicelib.models import ListRequest
from tests.contract.emulators import Tables
from tests.contract.records import NOW

NAMES = ("image-ids", "status-keys")


def secret_of(
    tables: Tables, name: str = "image-ids", random: Callable[[int], bytes] = secrets.token_bytes
) -> DynamoDBSecret:
    return DynamoDBSecret(tables.client, tables.images, name, random)


@pytest.fixture(autouse=True)
def _no_secret(tables: Tables) -> Iterator[None]:
    _remove(tables)
    yield
    _remove(tables)


def _remove(tables: Tables) -> None:
    for name in NAMES:
        tables.client.delete_item(TableName=tables.images, Key={"id": {"S": f"secret#{name}"}})


def test_the_first_reader_creates_32_random_bytes_and_all_others_get_them(tables: Tables) -> None:
    first = secret_of(tables, random=lambda size: b"a" * size).read()
    later = secret_of(tables, random=lambda size: b"b" * size).read()
    assert first == later == b"a" * 32


def test_concurrent_first_readers_agree(tables: Tables) -> None:
    with ThreadPoolExecutor(8) as pool:
        readers = [secret_of(tables) for _ in range(8)]
        assert len(set(pool.map(DynamoDBSecret.read, readers))) == 1


def test_the_secret_is_in_no_listing_of_records(tables: Tables) -> None:
    secret_of(tables).read()
    store = DynamoDBImageStore(tables.client, tables.images)
    assert store.list("secret#image-ids", ListRequest()).images == ()
    assert "secret#image-ids" not in {image.id for image in store.stuck(NOW.replace(year=9999), 1000)}


def test_another_secret_replaces_the_first_one(tables: Tables) -> None:
    secret = secret_of(tables)
    first = secret.read()
    secret.replace()
    replaced = secret.read()
    assert replaced != first
    assert secret_of(tables).read() == replaced
    assert len(replaced) == 32


def test_secrets_with_other_names_are_other_secrets(tables: Tables) -> None:
    assert len({secret_of(tables, name).read() for name in NAMES}) == len(NAMES)
