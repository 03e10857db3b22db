"""Contract of ImageStore's listing by external id, for the fake and the DynamoDB adapter."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.errors import InvalidCursor
from chalicelib.models import Image, ImageMetadata, ListRequest, Status
from chalicelib.ports import ImageStore
from tests.contract.emulators import Tables
from tests.contract.records import NOW, a_ready_image, an_image


def some_images(store: ImageStore, owner: str, external_id: str | None, number: int = 1) -> list[Image]:
    """Create images; return them newest first."""
    metadata = ImageMetadata(external_id=external_id, alt="x")
    images = [
        an_image(owner=owner, created_at=NOW + timedelta(seconds=n), metadata=metadata) for n in range(number)
    ]
    for image in images:
        store.create(image)
    return images[::-1]


def listed(store: ImageStore, owner: str, external_id: str) -> list[Image]:
    return list(store.list(owner, ListRequest(external_id=external_id)).images)


@pytest.fixture
def owner() -> str:
    return uuid.uuid4().hex


@pytest.mark.parametrize("external_id", ["cat-1", "#", "späße 😀", "😀" * 256])
def test_the_listing_has_only_images_with_the_id(store: ImageStore, owner: str, external_id: str) -> None:
    images = some_images(store, owner, external_id, 2)
    some_images(store, owner, f"{external_id}0"[-256:])
    some_images(store, owner, None)
    assert listed(store, owner, external_id) == images


def test_another_owners_images_are_not_listed_whatever_the_names(store: ImageStore, owner: str) -> None:
    some_images(store, f"{owner}#a", "b")
    some_images(store, owner, "a")
    assert listed(store, owner, "a#b") == []
    assert listed(store, f"{owner}#a", "a") == []
    assert listed(store, f"{owner}", "") == []


def test_pages_continue_after_any_image(store: ImageStore, owner: str) -> None:
    images = some_images(store, owner, "cat", 5)
    request = ListRequest(limit=2, external_id="cat")
    first = store.list(owner, request)
    second = store.list(owner, replace(request, cursor=first.cursor))
    assert [*first.images, *second.images] == images[:4]
    rest = store.list(owner, replace(request, cursor=store.cursor_after(images[3])))
    assert (list(rest.images), rest.cursor) == (images[4:], None)


def test_another_owners_cursor_is_refused(store: ImageStore, owner: str) -> None:
    some_images(store, owner, "cat", 2)
    theirs = some_images(store, f"{owner}2", "cat")
    with pytest.raises(InvalidCursor):
        store.list(owner, ListRequest(external_id="cat", cursor=store.cursor_after(theirs[0])))


def test_the_listing_follows_changes_of_the_id(store: ImageStore, owner: str) -> None:
    (image,) = some_images(store, owner, None)
    assert store.set_metadata(replace(image, metadata=ImageMetadata(external_id="one")))
    assert [each.id for each in listed(store, owner, "one")] == [image.id]
    changed = replace(image, metadata=ImageMetadata(external_id="two"), metadata_revision=1)
    assert store.set_metadata(changed)
    assert listed(store, owner, "one") == []
    assert [each.id for each in listed(store, owner, "two")] == [image.id]
    assert store.set_metadata(replace(image, metadata=ImageMetadata(alt="x"), metadata_revision=2))
    assert listed(store, owner, "two") == []


def test_an_image_is_listed_from_its_form_to_its_deletion(store: ImageStore, owner: str) -> None:
    (image,) = some_images(store, owner, "cat")
    claimed = store.claim(replace(image, status=Status.PROCESSING))
    assert listed(store, owner, "cat") == [claimed]
    ready = store.finalize(a_ready_image(claimed))
    assert ready is not None
    assert listed(store, owner, "cat") == [ready]
    again = store.claim_edited(replace(ready, status=Status.PROCESSING, rotate=90))
    assert again is not None
    assert listed(store, owner, "cat") == [again]
    store.finalize(replace(again, status=Status.DELETED, filename="", metadata=None))
    assert listed(store, owner, "cat") == []


def test_only_the_owners_images_with_the_id_are_read(tables: Tables, owner: str) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    images = some_images(store, owner, "cat")
    some_images(store, owner, "dog", 5)
    read: list[int] = []

    def count(parsed: Mapping[str, int], **_: object) -> None:
        read.append(parsed["ScannedCount"])

    tables.client.meta.events.register("after-call.dynamodb.Query", count, unique_id="count")
    assert listed(store, owner, "cat") == images
    tables.client.meta.events.unregister("after-call.dynamodb.Query", unique_id="count")
    assert read == [1]
