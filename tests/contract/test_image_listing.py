"""Contract of ImageStore's listing, for the fake and the DynamoDB adapter."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.errors import InvalidCursor
from chalicelib.models import Image, ListRequest, Status
from chalicelib.ports import ImageStore
from tests.contract.records import NOW, an_image


def some_images(store: ImageStore, number: int) -> list[Image]:
    owner = uuid.uuid4().hex
    images = [an_image(owner=owner, created_at=NOW + timedelta(seconds=n)) for n in range(number)]
    for image in images:
        store.create(image)
    return images[::-1]


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


def test_pages_are_full_even_if_filtered_by_status(store: ImageStore) -> None:
    images = some_images(store, 9)
    ready = [store.claim(replace(image, status=Status.PROCESSING)) for image in images[::2]]
    request = ListRequest(limit=4, status=Status.PROCESSING)
    first = store.list(images[0].owner, request)
    rest = store.list(images[0].owner, replace(request, cursor=first.cursor))
    assert list(first.images) == ready[:4]
    assert list(rest.images) == ready[4:]
    assert rest.cursor is None


@pytest.mark.parametrize("status", [None, Status.PENDING])
def test_a_listing_can_continue_after_any_image_of_a_page(store: ImageStore, status: Status | None) -> None:
    images = some_images(store, 5)
    owner, request = images[0].owner, ListRequest(limit=4, status=status)
    page = store.list(owner, request)
    for number, image in enumerate(page.images, start=1):
        rest = store.list(owner, replace(request, cursor=store.cursor_after(image)))
        assert list(rest.images) == images[number : number + 4]


def test_deleted_images_are_not_listed(store: ImageStore) -> None:
    image = store.claim(an_image(status=Status.PROCESSING))
    store.finalize(replace(image, status=Status.DELETED, filename=""))
    assert store.list(image.owner, ListRequest()).images == ()


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
