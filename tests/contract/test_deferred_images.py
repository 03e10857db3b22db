"""Contract of ImageStore's deferred records, for the fake and the DynamoDB adapter."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.models import Image, Lease, Status
from chalicelib.ports import ImageStore
from tests.contract.records import NOW, UPLOAD_POLICY, a_ready_image, an_image

# Earlier than all records that other tests write to the same table.
LONG_AGO = datetime.fromisoformat("2002-01-01T00:00:00+00:00")
SOON_AFTER = LONG_AGO + timedelta(seconds=1)


def listed(store: ImageStore, image: Image) -> tuple[bool, bool]:
    """Return whether the image is listed as stuck, and as deferred."""
    both = (store.stuck(SOON_AFTER, 1000), store.deferred(SOON_AFTER, 1000))
    stuck, deferred = ([each.id for each in images] for images in both)
    return image.id in stuck, image.id in deferred


def test_a_deferred_image_is_processing_and_keeps_its_other_attributes(store: ImageStore) -> None:
    pending = an_image(upload_policy=UPLOAD_POLICY, expires_at=NOW.replace(microsecond=0))
    store.create(pending)
    store.defer(pending, LONG_AGO)
    assert store.get(pending.id) == replace(
        pending, status=Status.PROCESSING, updated_at=LONG_AGO, expires_at=None
    )


def test_an_image_without_a_record_gets_one(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    store.defer(fresh, LONG_AGO)
    assert store.get(fresh.id) == replace(fresh, created_at=LONG_AGO, updated_at=LONG_AGO)


def test_an_earlier_execution_is_not_that_of_the_deferred_event(store: ImageStore) -> None:
    ready = a_ready_image(store.claim(an_image(status=Status.PROCESSING, execution="earlier")))
    store.finalize(ready)
    store.defer(ready, LONG_AGO)
    current = store.get(ready.id)
    assert current is not None
    assert (current.execution, current.revision) == (None, ready.revision)


def test_a_deferred_image_is_not_listed_as_stuck_until_a_claim_takes_a_lease(store: ImageStore) -> None:
    image = an_image(status=Status.PROCESSING, updated_at=LONG_AGO)
    store.create(image)
    assert listed(store, image) == (True, False)
    store.defer(image, LONG_AGO)
    assert listed(store, image) == (False, True)
    store.claim(image)
    assert listed(store, image) == (False, True)
    store.claim(image, Lease(owner=image.owner, ends=SOON_AFTER))
    assert listed(store, image) == (True, False)


def test_deferred_images_are_listed_oldest_first_and_only_before_the_given_time(store: ImageStore) -> None:
    moments = [LONG_AGO - timedelta(days=days) for days in (0, 2, 1)]
    images = [an_image(status=Status.PROCESSING) for _ in moments]
    for image, moment in zip(images, moments, strict=True):
        store.defer(image, moment)
    own = {image.id for image in images}
    before = [each.id for each in store.deferred(LONG_AGO, 1000) if each.id in own]
    assert before == [images[1].id, images[2].id]


@pytest.mark.parametrize("finalized", [False, True])
def test_an_image_that_another_run_has_changed_meanwhile_stays_as_it_is(
    store: ImageStore, *, finalized: bool
) -> None:
    pending = an_image()
    store.create(pending)
    seen = store.claim(replace(pending, status=Status.PROCESSING)) if finalized else pending
    if finalized:
        store.finalize(a_ready_image(seen))
    else:
        store.claim(replace(pending, status=Status.PROCESSING))
    before = store.get(pending.id)
    store.defer(seen, LONG_AGO)
    assert store.get(pending.id) == before
