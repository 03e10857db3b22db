"""Contract of ImageStore, for the fake and the DynamoDB adapter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from msgspec.structs import replace

from chalicelib.models import Failure, Status
from chalicelib.ports import ImageStore
from tests.contract.records import NOW, UPLOAD_POLICY, a_ready_image, an_image


def test_an_unknown_id_returns_none(store: ImageStore) -> None:
    assert store.get("unknown") is None


def test_a_created_record_is_returned_unchanged(store: ImageStore) -> None:
    image = an_image(
        requested=("300x300", "square"),
        focus=(0, 250),
        size=5,
        upload_policy=UPLOAD_POLICY,
        request_digest="AbCdEfGhIjKlMnOpQrSt-_",
        expires_at=NOW.replace(microsecond=0),
    )
    assert store.create(image) == image
    assert store.get(image.id) == image


def test_a_record_is_created_once(store: ImageStore) -> None:
    image = an_image(owner="alice")
    other = replace(image, owner="bob")
    assert (store.create(image), store.create(other)) == (image, image)
    assert store.get(image.id) == image


def test_of_concurrent_creations_all_return_the_one_that_is_stored(store: ImageStore) -> None:
    image = an_image()
    with ThreadPoolExecutor(8) as pool:
        stored = set(pool.map(lambda size: store.create(replace(image, size=size)), range(40)))
    assert stored == {store.get(image.id)}


def test_a_tombstone_is_not_replaced_by_a_creation(store: ImageStore) -> None:
    image = an_image()
    deleted = replace(
        store.claim(replace(image, status=Status.PROCESSING)), status=Status.DELETED, filename=""
    )
    assert store.finalize(deleted)
    assert store.create(image).status is Status.DELETED


def test_a_size_of_zero_is_kept(store: ImageStore) -> None:
    image = an_image(size=0)
    store.create(image)
    assert store.get(image.id) == image


def test_a_finalized_record_is_returned_unchanged(store: ImageStore) -> None:
    ready = a_ready_image(store.claim(an_image(status=Status.PROCESSING)))
    assert store.finalize(ready)
    assert store.get(ready.id) == ready


def test_a_failed_record_is_returned_with_its_error(store: ImageStore) -> None:
    claimed = store.claim(an_image(status=Status.PROCESSING))
    failed = replace(claimed, status=Status.FAILED, error=Failure(code="c", detail="d"), cleanup_pending=True)
    assert store.finalize(failed)
    assert store.get(failed.id) == failed


def test_a_claim_keeps_the_pending_event(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    store.finalize(replace(a_ready_image(store.claim(fresh)), pending_event_for="alice"))
    assert store.claim(fresh).pending_event_for == "alice"


def test_a_claim_keeps_the_pending_event_of_a_deletion(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    claimed = store.claim(fresh)
    store.finalize(replace(claimed, status=Status.DELETED, filename="", owner="", pending_event_for="alice"))
    again = store.claim(fresh)
    assert (again.pending_event_for, again.owner) == ("alice", fresh.owner)


def test_the_first_claim_creates_the_record(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    assert store.claim(fresh) == replace(fresh, revision=1, attempts=1)


def test_a_claim_keeps_the_values_from_the_upload_form(store: ImageStore) -> None:
    pending = an_image(requested=("square",), expires_at=NOW)
    store.create(pending)
    later = NOW + timedelta(minutes=1)
    fresh = replace(
        pending, status=Status.PROCESSING, owner="someone", created_at=later, updated_at=later, requested=()
    )
    assert store.claim(fresh) == replace(
        pending, status=Status.PROCESSING, updated_at=later, revision=1, attempts=1, expires_at=None
    )


def test_a_claim_keeps_the_published_variants(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    ready = a_ready_image(store.claim(fresh))
    store.finalize(ready)
    assert store.claim(fresh).variants == ready.variants


def test_each_claim_gets_a_unique_revision(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: store.claim(fresh), range(40)))
    assert sorted(claim.revision for claim in claims) == list(range(1, 41))


def test_only_the_newest_claim_can_finalize(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    first, second = store.claim(fresh), store.claim(fresh)
    assert not store.finalize(a_ready_image(first))
    assert store.get(fresh.id) == second
    assert store.finalize(a_ready_image(second))


def test_a_record_cannot_be_finalized_without_a_claim(store: ImageStore) -> None:
    image = an_image(revision=1)
    assert not store.finalize(image)
    assert store.get(image.id) is None


def test_a_claim_after_a_deletion_keeps_only_revision_and_owner(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    claimed = store.claim(replace(fresh, filename="before.jpg", owner="alice"))
    deleted = replace(claimed, status=Status.DELETED, attempts=0, filename="")
    tombstone = replace(deleted, expires_at=NOW.replace(microsecond=0))
    assert store.finalize(tombstone)
    later = replace(fresh, created_at=NOW + timedelta(days=1), updated_at=NOW + timedelta(days=1))
    assert store.claim(later) == replace(later, owner="alice", revision=2, attempts=1)


def test_the_first_claim_with_a_version_lists_it_as_a_use_of_the_form(store: ImageStore) -> None:
    image = an_image(upload_policy=UPLOAD_POLICY)
    store.create(image)
    fresh = replace(image, status=Status.PROCESSING)
    assert store.claim(fresh).form_versions == ()
    assert store.claim(replace(fresh, form_versions=("e1:v1",))).form_versions == ("e1:v1",)
    assert store.claim(replace(fresh, form_versions=("e2:v2",))).form_versions == ("e1:v1",)


def test_the_uses_of_a_form_can_be_listed_until_the_next_claim(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    first = store.claim(fresh)
    listed = replace(first, form_versions=("e1:v1", "e2:v2"))
    assert store.set_form_versions(listed)
    assert store.get(fresh.id) == listed
    store.claim(fresh)
    assert not store.set_form_versions(replace(first, form_versions=("e3:v3",)))
    current = store.get(fresh.id)
    assert current is not None
    assert current.form_versions == listed.form_versions


def test_a_request_for_a_run_is_no_attempt(store: ImageStore) -> None:
    fresh = an_image(status=Status.PROCESSING)
    requested = store.claim(fresh, is_attempt=False)
    assert (requested.revision, requested.attempts) == (1, 0)
    claimed = store.claim(fresh)
    assert (claimed.revision, claimed.attempts) == (2, 1)
