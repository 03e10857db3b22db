"""Contract of ImageStore: what owners request about the rendering, together with a claim."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.models import Image, ImageMetadata, Status
from chalicelib.ports import ImageStore
from tests.contract.records import NOW, UPLOAD_POLICY, a_ready_image, an_image


def a_processing_image(store: ImageStore) -> Image:
    return store.claim(an_image(status=Status.PROCESSING))


def test_edits_are_returned_unchanged(store: ImageStore) -> None:
    image = an_image(focus=(0, 1000), crop=(0, 250, 1000, 1), rotate=270)
    store.create(image)
    assert store.get(image.id) == image


def test_an_edited_claim_writes_the_edits_with_the_claim(store: ImageStore) -> None:
    image = an_image(
        requested=("square",), focus=(1, 2), upload_policy=UPLOAD_POLICY, form_versions=("e1:v1",)
    )
    store.create(image)
    later = NOW + timedelta(minutes=1)
    edited = replace(
        image,
        status=Status.PROCESSING,
        updated_at=later,
        requested=("300x300", "square"),
        focus=None,
        crop=(0, 0, 500, 500),
        rotate=90,
    )
    claimed = replace(edited, revision=1)
    assert store.claim_edited(edited) == claimed
    assert store.get(image.id) == claimed


def test_an_edited_claim_removes_what_the_edit_no_longer_has(store: ImageStore) -> None:
    first = a_processing_image(store)
    edited = store.claim_edited(replace(first, requested=("a",), focus=(1, 2), crop=(0, 0, 9, 9), rotate=180))
    assert edited is not None
    again = store.claim_edited(replace(edited, requested=(), focus=None, crop=None, rotate=0))
    assert again == replace(first, revision=3)
    assert store.get(first.id) == again


def test_an_edited_claim_is_no_attempt_and_keeps_the_rest(store: ImageStore) -> None:
    ready = store.finalize(replace(a_ready_image(a_processing_image(store)), metadata_revision=0))
    assert ready is not None
    claimed = store.claim_edited(replace(ready, status=Status.PROCESSING, variants=(), error=None, rotate=90))
    assert claimed == replace(ready, status=Status.PROCESSING, revision=2, rotate=90)


def test_an_edited_claim_fails_after_another_claim(store: ImageStore) -> None:
    first = a_processing_image(store)
    second = store.claim(an_image(id=first.id, status=Status.PROCESSING))
    assert store.claim_edited(replace(first, requested=("lost",))) is None
    assert store.get(first.id) == second


def test_a_record_that_was_only_deferred_can_be_edited(store: ImageStore) -> None:
    image = an_image(status=Status.PROCESSING)
    store.defer(image, NOW)
    deferred = store.get(image.id)
    assert deferred is not None
    claimed = store.claim_edited(replace(deferred, rotate=90))
    assert claimed == replace(deferred, rotate=90, revision=1)
    assert store.claim_edited(replace(deferred, rotate=180)) is None


def test_metadata_of_a_record_that_was_only_deferred_is_kept(store: ImageStore) -> None:
    image = an_image(status=Status.PROCESSING)
    store.defer(image, NOW)
    deferred = store.get(image.id)
    assert deferred is not None
    assert store.set_metadata(replace(deferred, metadata=ImageMetadata(alt="A cat")))
    assert store.claim(image).metadata == ImageMetadata(alt="A cat")


@pytest.mark.parametrize("revision", [0, 1])
def test_an_edited_claim_creates_no_record(store: ImageStore, revision: int) -> None:
    image = an_image(revision=revision)
    assert store.claim_edited(image) is None
    assert store.get(image.id) is None


def test_concurrent_edited_claims_lose_nothing(store: ImageStore) -> None:
    image_id = a_processing_image(store).id

    def add(number: int) -> None:
        while True:
            current = store.get(image_id)
            assert current is not None
            if store.claim_edited(replace(current, requested=(*current.requested, str(number)))):
                return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    current = store.get(image_id)
    assert current is not None
    assert sorted(current.requested, key=int) == [str(number) for number in range(12)]
    assert current.revision == 13
