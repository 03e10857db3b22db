"""Contract of ImageStore: what owners edit while runs claim and finalize the record."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from chalicelib.models import Image, ImageMetadata, Status
from chalicelib.ports import ImageStore
from tests.contract.records import NOW, UPLOAD_POLICY, a_ready_image, an_image

METADATA = ImageMetadata(
    external_id="späße #1 😀",
    tags=("red", "null"),
    alt="null",
    custom='{"price":1.50,"list":[1e22,null,{"deep":""}]}',
)
DECORATIVE = ImageMetadata(alt="")


def a_processing_image(store: ImageStore) -> Image:
    return store.claim(an_image(status=Status.PROCESSING))


def test_edits_and_metadata_are_returned_unchanged(store: ImageStore) -> None:
    image = an_image(focus=(0, 1000), crop=(0, 250, 1000, 1), rotate=270, metadata=METADATA)
    store.create(image)
    assert store.get(image.id) == image


def test_an_empty_alt_text_is_not_the_same_as_none(store: ImageStore) -> None:
    image = an_image(metadata=DECORATIVE)
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


def test_an_edited_claim_creates_no_record(store: ImageStore) -> None:
    image = an_image(revision=1)
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


def test_metadata_is_replaced_and_its_revision_counted(store: ImageStore) -> None:
    image = an_image(metadata=METADATA, variants=a_ready_image(an_image()).variants)
    store.create(image)
    assert store.set_metadata(replace(image, metadata=DECORATIVE, status=Status.READY, variants=()))
    assert store.get(image.id) == replace(image, metadata=DECORATIVE, metadata_revision=1)
    assert store.set_metadata(replace(image, metadata=None, metadata_revision=1))
    assert store.get(image.id) == replace(image, metadata=None, metadata_revision=2)


def test_metadata_that_was_changed_since_it_was_read_is_not_replaced(store: ImageStore) -> None:
    image = a_processing_image(store)
    assert store.set_metadata(replace(image, metadata=METADATA))
    assert not store.set_metadata(replace(image, metadata=DECORATIVE))
    assert store.get(image.id) == replace(image, metadata=METADATA, metadata_revision=1)


def test_only_an_existing_record_gets_metadata(store: ImageStore) -> None:
    image = an_image(metadata=METADATA)
    assert not store.set_metadata(image)
    assert store.get(image.id) is None


def test_a_claim_keeps_the_metadata(store: ImageStore) -> None:
    image = an_image(metadata=METADATA)
    store.create(image)
    assert store.claim(replace(image, status=Status.PROCESSING, metadata=None)).metadata == METADATA


def test_finalizing_keeps_metadata_that_was_written_during_the_run(store: ImageStore) -> None:
    claimed = a_processing_image(store)
    for revision, metadata in enumerate((METADATA, DECORATIVE)):
        assert store.set_metadata(replace(claimed, metadata=metadata, metadata_revision=revision))
    ready = replace(a_ready_image(claimed), metadata=DECORATIVE, metadata_revision=2)
    assert store.finalize(a_ready_image(claimed)) == ready
    assert store.get(claimed.id) == ready


def test_finalizing_keeps_the_removal_of_metadata_during_the_run(store: ImageStore) -> None:
    image = an_image(metadata=METADATA)
    store.create(image)
    claimed = store.claim(replace(image, status=Status.PROCESSING))
    assert store.set_metadata(replace(claimed, metadata=None))
    finalized = store.finalize(a_ready_image(claimed))
    assert finalized is not None
    assert finalized.metadata is None
    assert store.get(image.id) == finalized


def test_a_superseded_run_does_not_finalize_whatever_the_metadata(store: ImageStore) -> None:
    first = a_processing_image(store)
    second = store.claim(first)
    assert store.set_metadata(replace(second, metadata=METADATA))
    assert store.finalize(a_ready_image(first)) is None
    assert store.get(first.id) == replace(second, metadata=METADATA, metadata_revision=1)


def test_a_deletion_removes_metadata_that_was_written_during_the_run(store: ImageStore) -> None:
    claimed = a_processing_image(store)
    assert store.set_metadata(replace(claimed, metadata=METADATA))
    tombstone = replace(claimed, status=Status.DELETED, filename="", metadata_revision=1)
    assert store.finalize(tombstone) == tombstone
    current = store.get(claimed.id)
    assert current is not None
    assert (current.status, current.metadata) == (Status.DELETED, None)


def test_a_deleted_image_gets_no_metadata(store: ImageStore) -> None:
    claimed = a_processing_image(store)
    store.finalize(replace(claimed, status=Status.DELETED, filename="", metadata_revision=1))
    assert not store.set_metadata(replace(claimed, metadata=METADATA, metadata_revision=1))


def test_an_image_after_a_deletion_does_not_get_metadata_that_was_read_before(store: ImageStore) -> None:
    claimed = a_processing_image(store)
    store.finalize(replace(claimed, status=Status.DELETED, filename="", metadata_revision=1))
    new = store.claim(claimed)
    assert not store.set_metadata(replace(claimed, metadata=METADATA))
    assert store.get(claimed.id) == new
    assert store.set_metadata(replace(new, metadata=METADATA))


def test_concurrent_runs_and_changes_keep_the_last_metadata(store: ImageStore) -> None:
    image_id = a_processing_image(store).id

    def change(number: int) -> None:
        while True:
            current = store.get(image_id)
            assert current is not None
            metadata = current.metadata or ImageMetadata()
            added = replace(metadata, tags=(*metadata.tags, str(number)))
            if store.set_metadata(replace(current, metadata=added)):
                return

    def run(_number: int) -> None:
        store.finalize(a_ready_image(store.claim(an_image(id=image_id, status=Status.PROCESSING))))

    with ThreadPoolExecutor(4) as pool:
        changes, runs = pool.map(change, range(8)), pool.map(run, range(4))
        list(changes), list(runs)
    current = store.get(image_id)
    assert current is not None
    assert current.metadata is not None
    assert sorted(current.metadata.tags) == [str(number) for number in range(8)]
    assert current.metadata_revision == 8
