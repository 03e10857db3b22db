"""Contract of ImageStore's list of stuck records, for the fake and the DynamoDB adapter."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.models import Image, Status
from chalicelib.ports import ImageStore
from tests.contract.records import NOW, a_ready_image, an_image

# Earlier than all records that other tests write to the same table.
LONG_AGO = datetime.fromisoformat("2001-01-01T00:00:00+00:00")
LIMIT = LONG_AGO + timedelta(hours=1)


def created(store: ImageStore, minutes: int) -> Image:
    image = an_image(status=Status.PROCESSING, updated_at=LONG_AGO + timedelta(minutes=minutes))
    store.create(image)
    return image


@pytest.fixture
def stuck(store: ImageStore) -> list[Image]:
    for image in store.stuck(LIMIT, 1000):
        store.finalize(
            replace(a_ready_image(store.claim(image)), cleanup_pending=False, pending_event_for=None)
        )
    return [created(store, minutes) for minutes in (1, 2, 3)]


def test_open_records_are_listed_oldest_first(store: ImageStore, stuck: list[Image]) -> None:
    assert list(store.stuck(LIMIT, 10)) == stuck


def test_the_limit_is_respected(store: ImageStore, stuck: list[Image]) -> None:
    assert list(store.stuck(LIMIT, 2)) == stuck[:2]


def test_recently_updated_records_are_not_listed(store: ImageStore, stuck: list[Image]) -> None:
    store.claim(replace(stuck[0], status=Status.PROCESSING, updated_at=NOW))
    assert list(store.stuck(LIMIT, 10)) == stuck[1:]


def test_a_record_with_an_old_claim_is_listed(store: ImageStore, stuck: list[Image]) -> None:
    claimed = store.claim(replace(stuck[2], status=Status.PROCESSING))
    assert list(store.stuck(LIMIT, 10)) == [*stuck[:2], claimed]


@pytest.mark.parametrize(
    ("cleanup_pending", "pending_event_for"), [(True, None), (False, "alice"), (False, None)]
)
def test_a_finished_record_is_listed_only_while_cleanup_or_an_event_is_pending(
    store: ImageStore, stuck: list[Image], *, cleanup_pending: bool, pending_event_for: str | None
) -> None:
    claimed = store.claim(replace(stuck[2], status=Status.PROCESSING))
    ready = replace(
        a_ready_image(claimed),
        cleanup_pending=cleanup_pending,
        pending_event_for=pending_event_for,
        updated_at=claimed.updated_at,
    )
    store.finalize(ready)
    expected = [ready] if cleanup_pending or pending_event_for else []
    assert list(store.stuck(LIMIT, 10)) == [*stuck[:2], *expected]


def test_a_form_that_is_not_used_is_not_listed(store: ImageStore, stuck: list[Image]) -> None:
    store.create(an_image(status=Status.PENDING, updated_at=LONG_AGO))
    assert list(store.stuck(LIMIT, 10)) == stuck


def test_owners_take_turns(store: ImageStore, stuck: list[Image]) -> None:
    owner = stuck[0].owner
    for image in stuck[:2]:
        assert store.finalize(replace(image, owner=owner)) is not None
    listed = [image.id for image in store.stuck(LIMIT, 2)]
    assert listed == [stuck[0].id, stuck[2].id]
