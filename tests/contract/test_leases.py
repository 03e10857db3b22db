"""Contract of the leases that claims take, for the fakes and the DynamoDB adapters."""

import uuid
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.aws.dynamodb import DynamoDBImageStore
from chalicelib.aws.leases import LONGEST, DynamoDBLeases
from chalicelib.models import Image, Lease, Status
from chalicelib.ports import ImageStore, Leases
from tests.contract.conftest import DATABASES
from tests.contract.emulators import tables_on
from tests.contract.records import NOW, a_ready_image, an_image
from tests.fakes import FakeImageStore, FakeLeases

MINUTE = timedelta(minutes=1)
# Later than any lease of another test.
FUTURE = NOW.replace(year=2100)


class Records:
    """A table and its leases."""

    def __init__(self, store: ImageStore, leases: Leases) -> None:
        self.store = store
        self.leases = leases

    def start(self, owner: str, image: Image | None = None, ends: timedelta = MINUTE) -> Image:
        """Claim an image with a lease."""
        fresh = image or an_image(owner=owner)
        lease = Lease(owner=owner, ends=FUTURE + ends)
        return self.store.claim(replace(fresh, status=Status.PROCESSING, updated_at=FUTURE), lease)


@pytest.fixture(params=["fake", *DATABASES])
def records(request: pytest.FixtureRequest) -> Records:
    if request.param == "fake":
        store = FakeImageStore()
        return Records(store, FakeLeases(store))
    tables = tables_on(request)
    return Records(
        DynamoDBImageStore(tables.client, tables.images), DynamoDBLeases(tables.client, tables.images)
    )


@pytest.fixture
def owner() -> str:
    return uuid.uuid4().hex


def test_each_claim_with_a_lease_counts_for_its_owner(records: Records, owner: str) -> None:
    records.start(owner)
    records.start(owner)
    records.start("someone else")
    assert records.leases.count(owner, FUTURE) == 2


def test_a_claim_without_a_lease_does_not_count(records: Records, owner: str) -> None:
    records.store.claim(an_image(owner=owner, status=Status.PROCESSING))
    assert records.leases.count(owner, FUTURE) == 0


def test_a_lease_ends_by_itself(records: Records, owner: str) -> None:
    records.start(owner)
    just_before = FUTURE + MINUTE - timedelta(microseconds=1)
    assert records.leases.count(owner, just_before) == 1
    assert records.leases.count(owner, FUTURE + MINUTE) == 0


def test_finalizing_a_record_removes_its_lease(records: Records, owner: str) -> None:
    records.store.finalize(a_ready_image(records.start(owner)))
    assert records.leases.count(owner, FUTURE) == 0


def test_a_claim_without_a_lease_keeps_an_earlier_one(records: Records, owner: str) -> None:
    records.store.claim(records.start(owner))
    assert records.leases.count(owner, FUTURE) == 1


def test_a_lease_of_the_longest_run_counts_until_its_end(records: Records, owner: str) -> None:
    records.start(owner, ends=LONGEST)
    assert records.leases.count(owner, FUTURE + LONGEST - timedelta(microseconds=1)) == 1


def test_an_event_that_is_deferred_keeps_the_lease_of_a_run(records: Records, owner: str) -> None:
    started = records.start(owner)
    records.store.defer(started, FUTURE)
    assert records.leases.count(owner, FUTURE) == 1
    assert records.store.get(started.id) == started
    records.store.defer(started, FUTURE + MINUTE)
    deferred = records.store.get(started.id)
    assert deferred == replace(started, updated_at=FUTURE + MINUTE)


def test_new_presets_keep_the_lease_of_a_run(records: Records, owner: str) -> None:
    assert records.store.claim_edited(replace(records.start(owner), rotate=90))
    assert records.leases.count(owner, FUTURE) == 1


def test_runs_of_the_same_image_all_count_until_one_is_finalized(records: Records, owner: str) -> None:
    first = records.start(owner)
    second = records.start(owner, first)
    assert records.leases.count(owner, FUTURE) == 2
    assert not records.store.finalize(a_ready_image(first))
    assert records.leases.count(owner, FUTURE) == 2
    assert records.store.finalize(a_ready_image(second))
    assert records.leases.count(owner, FUTURE) == 0


def test_a_new_claim_counts_from_1_again_and_has_its_own_end(records: Records, owner: str) -> None:
    image = a_ready_image(records.start(owner))
    records.store.finalize(image)
    records.start(owner, image, ends=2 * MINUTE)
    assert records.leases.count(owner, FUTURE + MINUTE) == 1


def test_the_runs_of_each_other_owner_are_counted(records: Records, owner: str) -> None:
    later = FUTURE.replace(year=2200)
    friends = {f"{owner} {number}": number for number in range(1, 4)}
    for name, number in friends.items():
        for _ in range(number):
            image = an_image(owner=name, status=Status.PROCESSING, updated_at=later)
            records.store.claim(image, Lease(owner=name, ends=later + MINUTE))
    assert records.leases.others("someone else", later) == friends
    first = f"{owner} 1"
    assert records.leases.others(first, later) == {name: friends[name] for name in friends if name != first}
    assert not records.leases.others(owner, later + MINUTE)


def test_a_lease_is_no_part_of_the_record(records: Records, owner: str) -> None:
    fresh = an_image(owner=owner, status=Status.PROCESSING, created_at=FUTURE, updated_at=FUTURE)
    claimed = records.start(owner, fresh)
    assert claimed == replace(fresh, revision=1, attempts=1)
    assert records.store.get(fresh.id) == claimed
