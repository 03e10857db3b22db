"""A stage that was rolled back has records of a later release. What that release has added stays."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.items import SCHEMA_VERSION, to_item
from chalicelib.domain.tombstone import tombstone
from chalicelib.models import Image, Source, Status, Variant
from tests.contract.emulators import Tables
from tests.contract.record_writes import WRITES, claimed, item_of, put
from tests.contract.records import NOW, a_full_image, a_ready_image, an_image

ADDED: dict[str, Any] = {
    "captions": {"M": {"en": {"S": "A lake"}, "tags": {"SS": ["a"]}, "score": {"N": "0.5"}}},
    "schema_version": {"N": str(SCHEMA_VERSION + 1)},
    # No attribute of this release has the name, but its record has a field with it.
    "unknown_fields": {"S": "text"},
}


def a_record_of_a_later_release(tables: Tables) -> Image:
    """Write a record with more attributes, also in nested values; return it as this release reads it."""
    image = a_ready_image(an_image(status=Status.READY, revision=1))
    item: Any = to_item(image) | ADDED
    item["variants"]["L"][0]["M"]["quality"] = {"N": "0.5"}
    item["source"]["M"]["region"] = {"S": "eu-west-1"}
    put(tables, item)
    read = DynamoDBImageStore(tables.client, tables.images).get(image.id)
    assert read is not None
    assert replace(read, unknown_fields=None) == image
    return read


@pytest.mark.parametrize("write", WRITES)
def test_unknown_attributes_survive(tables: Tables, write: str) -> None:
    image = a_record_of_a_later_release(tables)
    assert WRITES[write](DynamoDBImageStore(tables.client, tables.images), image)
    item = item_of(tables, image)
    assert {name: item.get(name) for name in ADDED} == ADDED
    assert item["variants"]["L"][0]["M"]["quality"] == {"N": "0.5"}
    assert item["source"]["M"]["region"] == {"S": "eu-west-1"}


def test_values_of_another_object_do_not_get_what_was_said_about_the_last_one(tables: Tables) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    run = claimed(store, a_record_of_a_later_release(tables))
    (kept,) = run.variants
    other: Variant = replace(kept, name="small", key="k/w/small.jpg")
    assert store.finalize(replace(run, source=Source(etag="e2"), variants=(other, kept)))
    item = item_of(tables, run)
    assert "region" not in item["source"]["M"]
    assert ["quality" in each["M"] for each in item["variants"]["L"]] == [False, True]


def test_nothing_is_left_in_a_tombstone(tables: Tables) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    item: Any = to_item(a_full_image()) | ADDED
    item["upload_policy"]["M"]["sender"] = {"S": "Ann"}
    put(tables, item)
    image = store.get(item["id"]["S"])
    assert image is not None
    assert store.finalize(tombstone(image, now=NOW))
    left = item_of(tables, image)
    assert "captions" not in left
    assert "sender" not in left["upload_policy"]["M"]


def test_every_new_record_has_the_version_of_its_format(tables: Tables) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    created, run = an_image(), an_image(status=Status.PROCESSING)
    store.create(created)
    store.claim(run)
    versions = [item_of(tables, each)["schema_version"] for each in (created, run)]
    assert versions == [{"N": str(SCHEMA_VERSION)}] * 2
