"""Contract of ImageStore: metadata, which owners change while runs claim and finalize the record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.items import to_item
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Image, ImageMetadata, Status
from chalicelib.ports import ImageStore
from tests.contract.emulators import Tables
from tests.contract.records import NOW, a_ready_image, an_image

METADATA = ImageMetadata(
    external_id="späße #1 😀",
    tags=("red", "null"),
    alt="null",
    custom='{"price":1.50,"list":[1e22,null,{"deep":""}]}',
)
# Attributes that earlier versions did not write.
NEWER = {"metadata_revision", "rotate"}
UPDATE = "before-call.dynamodb.UpdateItem"
DECORATIVE = ImageMetadata(alt="")


def a_processing_image(store: ImageStore) -> Image:
    return store.claim(an_image(status=Status.PROCESSING))


def test_metadata_is_returned_unchanged(store: ImageStore) -> None:
    image = an_image(metadata=METADATA)
    store.create(image)
    assert store.get(image.id) == image


def test_an_empty_alt_text_is_not_the_same_as_none(store: ImageStore) -> None:
    image = an_image(metadata=DECORATIVE)
    store.create(image)
    assert store.get(image.id) == image


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


def test_what_is_finalized_is_renewed_if_the_metadata_has_a_new_revision(store: ImageStore) -> None:
    end, claimed = NOW + timedelta(days=1), a_processing_image(store)

    def renew(image: Image) -> Image:
        return replace(image, retain_until=end)

    assert store.finalize(a_ready_image(claimed), renew) == a_ready_image(claimed)
    again = store.claim(replace(claimed, status=Status.PROCESSING))
    assert store.set_metadata(again)
    expected = replace(a_ready_image(again), metadata_revision=1, retain_until=end)
    assert store.finalize(a_ready_image(again), renew) == expected
    assert store.get(claimed.id) == expected


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


def test_a_record_from_before_there_was_metadata_can_get_some(tables: Tables) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    image = an_image()
    old = {name: value for name, value in to_item(image).items() if name not in NEWER}
    tables.client.put_item(TableName=tables.images, Item=old)
    assert store.get(image.id) == image
    claimed = store.claim(replace(image, status=Status.PROCESSING))
    assert store.set_metadata(replace(claimed, metadata=METADATA))
    finalized = store.finalize(a_ready_image(claimed))
    assert finalized is not None
    assert (finalized.metadata, finalized.metadata_revision) == (METADATA, 1)
    assert store.get(image.id) == finalized


def test_a_run_gives_up_if_the_metadata_changes_before_each_attempt_to_finalize(tables: Tables) -> None:
    store = DynamoDBImageStore(tables.client, tables.images)
    claimed = a_processing_image(store)
    revisions = iter(range(100))

    events = tables.client.meta.events

    def change(**_: object) -> None:
        # The change is an update, too.
        events.unregister(UPDATE, unique_id="change")
        assert store.set_metadata(replace(claimed, metadata=METADATA, metadata_revision=next(revisions)))
        events.register(UPDATE, change, unique_id="change")

    events.register(UPDATE, change, unique_id="change")
    with pytest.raises(ServiceUnavailable):
        store.finalize(a_ready_image(claimed))
    events.unregister(UPDATE, unique_id="change")
    assert next(revisions) < 10
    assert store.finalize(a_ready_image(claimed)) is not None


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
