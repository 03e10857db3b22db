"""Contract of SourceStorage for single versions, for the fake and the S3 adapter."""

import uuid

import pytest
from msgspec.structs import replace

from chalicelib.errors import ObjectNotFound
from chalicelib.ports import SourceStorage
from tests.contract.conftest import Put


def test_an_overwritten_version_can_be_opened(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    first = storage.open(key).source
    put(key, b"two")
    again = storage.open_version(key, first)
    assert (again.read(), again.source) == (b"one", first)


def test_a_version_without_an_id_can_be_opened_while_it_is_the_newest(
    bucket: tuple[SourceStorage, Put], key: str
) -> None:
    storage, put = bucket
    put(key, b"one")
    first = replace(storage.open(key).source, version_id=None)
    assert storage.open_version(key, first).read() == b"one"
    put(key, b"two")
    with pytest.raises(ObjectNotFound):
        storage.open_version(key, first)


def test_an_unknown_version_is_not_found(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    other = replace(storage.open(key).source, version_id=str(uuid.uuid4()))
    with pytest.raises(ObjectNotFound):
        storage.open_version(key, other)


def test_removing_an_old_version_keeps_the_newer_one(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    first = storage.open(key).source
    put(key, b"two")
    storage.remove_version(key, first)
    storage.remove_version(key, first)
    assert storage.open(key).read() == b"two"
    with pytest.raises(ObjectNotFound):
        storage.open_version(key, first)


def test_the_newest_version_can_be_removed_permanently(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    storage.remove_version(key, storage.open(key).source)
    with pytest.raises(ObjectNotFound):
        storage.open(key)


def test_a_version_can_be_copied_within_the_bucket(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    first = storage.open(key).source
    put(key, b"two")
    storage.copy_version(key, first, f"quarantine/{key}")
    copied = storage.open(f"quarantine/{key}")
    assert (copied.read(), copied.source.content_type) == (b"one", first.content_type)


def test_a_removed_version_cannot_be_copied(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    first = storage.open(key).source
    storage.remove_version(key, first)
    with pytest.raises(ObjectNotFound):
        storage.copy_version(key, first, f"quarantine/{key}")


def test_an_opened_version_tells_when_it_was_stored(bucket: tuple[SourceStorage, Put], key: str) -> None:
    storage, put = bucket
    put(key, b"one")
    first = storage.open(key)
    put(key, b"two")
    assert first.last_modified is not None
    assert storage.open_version(key, first.source).last_modified == first.last_modified


def test_removing_the_newest_version_brings_back_the_one_before(
    bucket: tuple[SourceStorage, Put], key: str
) -> None:
    storage, put = bucket
    put(key, b"one")
    put(key, b"two")
    storage.remove_version(key, storage.open(key).source)
    assert storage.open(key).read() == b"one"


def test_removing_the_newest_version_brings_back_a_deletion(
    bucket: tuple[SourceStorage, Put], key: str
) -> None:
    storage, put = bucket
    put(key, b"one")
    storage.delete(key)
    put(key, b"two")
    storage.remove_version(key, storage.open(key).source)
    with pytest.raises(ObjectNotFound):
        storage.open(key)
