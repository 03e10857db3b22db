"""A stage that was rolled back has records of a later release. What that release has added stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.items import SCHEMA_VERSION, to_item
from chalicelib.domain.tombstone import tombstone
from chalicelib.models import Image, ImageMetadata, Status
from tests.contract.emulators import Tables
from tests.contract.records import NOW, a_ready_image, an_image

ADDED: dict[str, Any] = {
    "captions": {"M": {"en": {"S": "A lake"}, "tags": {"SS": ["a"]}, "score": {"N": "0.5"}}},
    "schema_version": {"N": str(SCHEMA_VERSION + 1)},
}


def a_record_of_a_later_release(tables: Tables) -> Image:
    """Write a record with more attributes, also in nested values; return it as this release reads it."""
    image = a_ready_image(an_image(status=Status.READY, revision=1))
    item: Any = to_item(image) | ADDED
    item["variants"]["L"][0]["M"]["quality"] = {"N": "0.5"}
    item["source"]["M"]["region"] = {"S": "eu-west-1"}
    tables.client.put_item(TableName=tables.images, Item=item)
    read = DynamoDBImageStore(tables.client, tables.images).get(image.id)
    assert read == image
    return read


def item_of(tables: Tables, image: Image) -> dict[str, Any]:
    return dict(tables.client.get_item(TableName=tables.images, Key={"id": {"S": image.id}})["Item"])


def claim(store: DynamoDBImageStore, image: Image) -> object:
    return store.claim(replace(image, status=Status.PROCESSING, updated_at=NOW))


def finalize(store: DynamoDBImageStore, image: Image) -> object:
    claimed = store.claim(replace(image, status=Status.PROCESSING, updated_at=NOW))
    return store.finalize(a_ready_image(claimed))


def defer(store: DynamoDBImageStore, image: Image) -> object:
    store.defer(image, NOW + timedelta(minutes=1))
    return store.get(image.id)


WRITES: dict[str, Callable[[DynamoDBImageStore, Image], object]] = {
    "claim": claim,
    "finalize": finalize,
    "claim with edits": lambda store, image: store.claim_edited(replace(image, focus=(1, 2))),
    "metadata": lambda store, image: store.set_metadata(replace(image, metadata=ImageMetadata(alt="A lake"))),
    "retention": lambda store, image: store.supersede(replace(image, retain_until=NOW)),
    "uses of the form": lambda store, image: store.set_form_versions(replace(image, form_versions=("v1",))),
    "defer": defer,
}


@pytest.mark.parametrize("write", WRITES)
def test_unknown_attributes_survive(tables: Tables, write: str) -> None:
    image = a_record_of_a_later_release(tables)
    assert WRITES[write](DynamoDBImageStore(tables.client, tables.images), image)
    item = item_of(tables, image)
    assert {name: item.get(name) for name in ADDED} == ADDED


def test_nothing_is_left_in_a_tombstone(tables: Tables) -> None:
    image = a_record_of_a_later_release(tables)
    assert DynamoDBImageStore(tables.client, tables.images).finalize(tombstone(image, now=NOW))
    assert "captions" not in item_of(tables, image)


def test_every_new_record_has_the_version_of_its_format(tables: Tables) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    created, claimed = an_image(), an_image(status=Status.PROCESSING)
    store.create(created)
    store.claim(claimed)
    versions = [item_of(tables, each)["schema_version"] for each in (created, claimed)]
    assert versions == [{"N": str(SCHEMA_VERSION)}] * 2
