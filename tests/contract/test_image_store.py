"""What every ImageStore promises: the fake and the DynamoDB adapter alike."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.errors import InvalidCursor
from chalicelib.models import (
    Failure,
    Image,
    ListRequest,
    Placeholder,
    Source,
    Status,
    Variant,
)
from chalicelib.ports import ImageStore
from tests.fakes import FakeImageStore

NOW = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(params=["fake", "dynamodb"])
def store(request: pytest.FixtureRequest) -> ImageStore:
    if request.param == "fake":
        return FakeImageStore()
    aws = request.getfixturevalue("aws")
    return DynamoDBImageStore(aws.clients.dynamodb, aws.resources.images_table)


def an_image(**changes: object) -> Image:
    image = Image(
        id=uuid.uuid4().hex,
        key="images/späße +1 %.jpg",
        filename="späße +1 %.jpg",
        owner=uuid.uuid4().hex,
        status=Status.PENDING,
        created_at=NOW,
        updated_at=NOW,
    )
    return replace(image, **changes)


def a_ready_image(claimed: Image) -> Image:
    return replace(
        claimed,
        status=Status.READY,
        content_type="image/jpeg",
        size=4_167_727,
        source=Source(etag="e1", version_id="v1", size=4_167_727, content_type="image/jpeg"),
        fingerprint="0123456789abcdef",
        width=4032,
        height=3024,
        placeholder=Placeholder(thumbhash="1QcSHQRnh493V4dIh4eXh1h4kJUI", color="#aabbcc"),
        variants=(
            Variant(
                name="300x300",
                key="k/v/300x300.jpg",
                content_type="image/jpeg",
                width=300,
                height=225,
                size=9,
            ),
        ),
    )


def test_an_unknown_id_gives_none(store: ImageStore) -> None:
    assert store.get("nobody") is None


def test_a_created_record_comes_back_whole(store: ImageStore) -> None:
    image = an_image(requested=("300x300", "square"), size=5, expires_at=NOW.replace(microsecond=0))
    store.create(image)
    assert store.get(image.id) == image


def test_a_finalized_record_comes_back_whole(store: ImageStore) -> None:
    ready = a_ready_image(store.claim(an_image(status=Status.PROCESSING)))
    assert store.finalize(ready)
    assert store.get(ready.id) == ready


def test_a_failed_record_comes_back_with_its_reason(store: ImageStore) -> None:
    claimed = store.claim(an_image(status=Status.PROCESSING))
    failed = replace(claimed, status=Status.FAILED, error=Failure(code="c", detail="d"), cleanup_pending=True)
    assert store.finalize(failed)
    assert store.get(failed.id) == failed


def test_the_first_claim_makes_the_record(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    assert store.claim(fresh) == replace(fresh, revision=1)


def test_a_claim_keeps_what_the_form_has_recorded(store: ImageStore) -> None:
    pending = an_image(requested=("square",), expires_at=NOW)
    store.create(pending)
    later = NOW + timedelta(minutes=1)
    fresh = replace(
        pending, status=Status.PROCESSING, owner="someone", created_at=later, updated_at=later, requested=()
    )
    assert store.claim(fresh) == replace(
        pending, status=Status.PROCESSING, updated_at=later, revision=1, expires_at=None
    )


def test_a_claim_keeps_the_published_variants(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    ready = a_ready_image(store.claim(fresh))
    store.finalize(ready)
    assert store.claim(fresh).variants == ready.variants


def test_each_claim_has_a_revision_of_its_own(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: store.claim(fresh), range(40)))
    assert sorted(claim.revision for claim in claims) == list(range(1, 41))


def test_only_the_newest_claim_may_finalize(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    first, second = store.claim(fresh), store.claim(fresh)
    assert not store.finalize(a_ready_image(first))
    assert store.get(fresh.id) == second
    assert store.finalize(a_ready_image(second))


def test_nothing_is_finalized_without_a_claim(store: ImageStore) -> None:
    image = an_image(revision=1)
    assert not store.finalize(image)
    assert store.get(image.id) is None


def test_a_claim_after_a_deletion_goes_on_counting_and_forgets_the_rest(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    claimed = store.claim(replace(fresh, filename="before.jpg"))
    grave = replace(
        claimed, status=Status.DELETED, filename="", owner="", expires_at=NOW.replace(microsecond=0)
    )
    assert store.finalize(grave)
    later = replace(fresh, created_at=NOW + timedelta(days=1), updated_at=NOW + timedelta(days=1))
    assert store.claim(later) == replace(later, revision=2)


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


def test_the_listing_holds_only_what_the_owner_has(store: ImageStore) -> None:
    images = some_images(store, 1)
    some_images(store, 1)
    assert list(store.list(images[0].owner, ListRequest()).images) == images


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_pages_follow_each_other_without_gap_or_overlap(store: ImageStore, limit: int) -> None:
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


def test_pages_are_full_although_the_status_leaves_images_out(store: ImageStore) -> None:
    images = some_images(store, 9)
    ready = [store.claim(replace(image, status=Status.PROCESSING)) for image in images[::2]]
    request = ListRequest(limit=4, status=Status.PROCESSING)
    first = store.list(images[0].owner, request)
    rest = store.list(images[0].owner, replace(request, cursor=first.cursor))
    assert list(first.images) == ready[:4]
    assert list(rest.images) == ready[4:]
    assert rest.cursor is None


def test_deleted_images_are_not_listed(store: ImageStore) -> None:
    image = store.claim(an_image(status=Status.PROCESSING))
    store.finalize(replace(image, status=Status.DELETED, filename="", owner=""))
    assert store.list(image.owner, ListRequest()).images == ()


@pytest.mark.parametrize("cursor", ["nonsense", "W10=", "ä", "WyJhIiwgMV0=", "!!!!"])
def test_a_made_up_cursor_is_refused(store: ImageStore, cursor: str) -> None:
    with pytest.raises(InvalidCursor) as caught:
        store.list("owner", ListRequest(cursor=cursor))
    assert caught.value.field == "cursor"
