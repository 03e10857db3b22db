"""Contract of ImageStore's listing, for the fake and the DynamoDB adapter."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.items import to_item
from chalicelib.errors import InvalidCursor
from chalicelib.models import Image, ListRequest, Status
from chalicelib.ports import ImageStore
from tests.contract.emulators import Tables
from tests.contract.records import NOW, an_image


def some_images(store: ImageStore, number: int) -> list[Image]:
    owner = uuid.uuid4().hex
    images = [an_image(owner=owner, created_at=NOW + timedelta(seconds=n)) for n in range(number)]
    for image in images:
        store.create(image)
    return images[::-1]


LISTED = [status for status in Status if status is not Status.DELETED]
# Transitions of an image's status, except to `deleted`.
CHANGES = [
    (Status.PENDING, Status.PROCESSING),
    (Status.PROCESSING, Status.READY),
    (Status.PROCESSING, Status.FAILED),
    (Status.READY, Status.FAILED),
    (Status.READY, Status.PROCESSING),
    (Status.FAILED, Status.READY),
    (Status.FAILED, Status.PROCESSING),
]


def test_the_listing_is_newest_first(store: ImageStore) -> None:
    images = some_images(store, 5)
    page = store.list(images[0].owner, ListRequest(limit=5))
    assert list(page.images) == images
    assert page.cursor is None


def test_the_listing_contains_only_the_owners_images(store: ImageStore) -> None:
    images = some_images(store, 1)
    some_images(store, 1)
    assert list(store.list(images[0].owner, ListRequest()).images) == images


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_have_no_gaps_or_overlaps(store: ImageStore, limit: int) -> None:
    images = some_images(store, 7)
    seen: list[Image] = []
    cursor = None
    while True:
        page = store.list(images[0].owner, ListRequest(limit=limit, cursor=cursor))
        assert len(page.images) <= limit
        seen += page.images
        cursor = page.cursor
        if cursor is None:
            break
    assert seen == images


def with_status(store: ImageStore, image: Image, status: Status) -> Image:
    if status is Status.PENDING:
        return image
    claimed = store.claim(replace(image, status=Status.PROCESSING))
    if status is Status.PROCESSING:
        return claimed
    finished = replace(claimed, status=status)
    assert store.finalize(finished)
    return finished


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_listing_by_status_contains_the_images_that_have_it_now(
    store: ImageStore, before: Status, after: Status
) -> None:
    images = [with_status(store, image, before) for image in some_images(store, 5)]
    owner = images[0].owner
    changed = [with_status(store, image, after) for image in images[::2]]
    assert list(store.list(owner, ListRequest(status=before)).images) == images[1::2]
    request = ListRequest(limit=2, status=after)
    first = store.list(owner, request)
    rest = store.list(owner, replace(request, cursor=first.cursor))
    assert list(first.images) == changed[:2]
    assert list(rest.images) == changed[2:]
    assert rest.cursor is None


@pytest.mark.parametrize("status", [None, Status.READY, Status.FAILED])
def test_a_page_reads_one_entry_of_its_index_more_than_it_returns(
    tables: Tables, status: Status | None
) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    images = some_images(store, 9)
    # the oldest ones
    wanted = [with_status(store, image, status or Status.PENDING) for image in images[-3:]]
    read: list[int] = []

    def count(parsed: Mapping[str, int], **_: object) -> None:
        read.append(parsed["ScannedCount"])

    tables.client.meta.events.register("after-call.dynamodb.Query", count, unique_id="count")
    page = store.list(images[0].owner, ListRequest(limit=2, status=status))
    tables.client.meta.events.unregister("after-call.dynamodb.Query", unique_id="count")
    assert list(page.images) == (wanted if status else images)[:2]
    assert read == [3]


@pytest.mark.parametrize("status", [None, *LISTED])
def test_a_listing_can_continue_after_any_image_of_a_page(store: ImageStore, status: Status | None) -> None:
    images = [with_status(store, image, status or Status.PENDING) for image in some_images(store, 5)]
    owner, request = images[0].owner, ListRequest(limit=4, status=status)
    page = store.list(owner, request)
    for number, image in enumerate(page.images, start=1):
        rest = store.list(owner, replace(request, cursor=store.cursor_after(image)))
        assert list(rest.images) == images[number : number + 4]


def test_deleted_images_are_not_listed(store: ImageStore) -> None:
    image = store.claim(an_image(status=Status.PROCESSING))
    store.finalize(replace(image, status=Status.DELETED, filename=""))
    assert store.list(image.owner, ListRequest()).images == ()


@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.parametrize(
    ("status", "changed_to"),
    [(None, Status.DELETED), (Status.READY, Status.FAILED), (Status.FAILED, Status.PROCESSING)],
)
def test_an_entry_whose_record_has_changed_or_is_gone_is_left_out(
    tables: Tables, limit: int, status: Status | None, changed_to: Status
) -> None:
    """As if the index were older than the table, which DynamoDB allows."""
    store = DynamoDBImageStore(tables.client, tables.images)
    images = [with_status(store, image, status or Status.PENDING) for image in some_images(store, 5)]
    owner = images[0].owner

    def change(**_: object) -> None:
        tables.client.delete_item(TableName=tables.images, Key={"id": {"S": images[0].id}})
        for changed in (replace(images[2], owner="another"), replace(images[3], status=changed_to)):
            tables.client.put_item(TableName=tables.images, Item=to_item(changed))

    tables.client.meta.events.register_first("after-call.dynamodb.Query", change, unique_id="change")
    seen: list[Image] = []
    cursor = None
    while True:
        page = store.list(owner, ListRequest(limit=limit, cursor=cursor, status=status))
        tables.client.meta.events.unregister("after-call.dynamodb.Query", unique_id="change")
        seen += page.images
        if (cursor := page.cursor) is None:
            break
    assert seen == [images[1], images[4]]


def test_another_owners_cursor_is_refused(store: ImageStore) -> None:
    theirs, mine = some_images(store, 2), some_images(store, 2)
    cursor = store.list(theirs[0].owner, ListRequest(limit=1)).cursor
    with pytest.raises(InvalidCursor):
        store.list(mine[0].owner, ListRequest(cursor=cursor))


INVALID_CURSORS = ["nonsense", "W10=", "ä", "WyJhIiwgMV0=", "!!!!", "WyIiLCIiXQ==", "WyJhIiwibm93Il0="]


@pytest.mark.parametrize("cursor", INVALID_CURSORS)
def test_an_invalid_cursor_is_refused(store: ImageStore, cursor: str) -> None:
    with pytest.raises(InvalidCursor) as caught:
        store.list("owner", ListRequest(cursor=cursor))
    assert caught.value.field == "cursor"
