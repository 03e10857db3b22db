"""The items of records, and all writes of a record that a later release may have written before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.models import Image, ImageMetadata, Status
from tests.contract.emulators import Tables
from tests.contract.records import NOW

Item = dict[str, Any]


def put(tables: Tables, item: Item) -> None:
    tables.client.put_item(TableName=tables.images, Item=item)


def item_of(tables: Tables, image: Image) -> Item:
    return dict(tables.client.get_item(TableName=tables.images, Key={"id": {"S": image.id}})["Item"])


def claimed(store: DynamoDBImageStore, image: Image) -> Image:
    return store.claim(replace(image, status=Status.PROCESSING, updated_at=NOW))


def finalize(store: DynamoDBImageStore, image: Image) -> object:
    return store.finalize(replace(claimed(store, image), status=Status.READY, cleanup_pending=True))


def finalize_the_same_outcome(store: DynamoDBImageStore, image: Image) -> object:
    """Finalize as a run does: with values that it has made anew, and that are those of the record."""
    made = msgspec.json.decode(msgspec.json.encode(replace(image, unknown_fields=None)), type=Image)
    return store.finalize(
        replace(
            claimed(store, image),
            status=Status.READY,
            source=made.source,
            placeholder=made.placeholder,
            provenance=made.provenance,
            variants=made.variants,
        )
    )


def finalize_as_a_workflow(store: DynamoDBImageStore, image: Image) -> object:
    """Finalize a record that tasks of the workflow have passed on to each other."""
    passed_on = msgspec.json.decode(msgspec.json.encode(claimed(store, image)), type=Image)
    return store.finalize(replace(passed_on, status=Status.READY))


def finalize_after_a_change_of_metadata(store: DynamoDBImageStore, image: Image) -> object:
    run = claimed(store, image)
    assert store.set_metadata(replace(run, metadata=ImageMetadata(alt="B")))
    return store.finalize(replace(run, status=Status.READY))


def defer(store: DynamoDBImageStore, image: Image) -> object:
    store.defer(image, NOW + timedelta(minutes=1))
    return store.get(image.id)


WRITES: dict[str, Callable[[DynamoDBImageStore, Image], object]] = {
    "claim": claimed,
    "finalize": finalize,
    "finalize the same outcome": finalize_the_same_outcome,
    "finalize as a workflow": finalize_as_a_workflow,
    "finalize after a change of metadata": finalize_after_a_change_of_metadata,
    "claim with edits": lambda store, image: store.claim_edited(replace(image, focus=(1, 2))),
    "metadata": lambda store, image: store.set_metadata(replace(image, metadata=ImageMetadata(alt="A lake"))),
    "retention": lambda store, image: store.supersede(replace(image, retain_until=NOW)),
    "uses of the form": lambda store, image: store.set_form_versions(replace(image, form_versions=("v1",))),
    "defer": defer,
}
