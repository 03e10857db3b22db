"""Contract of UsageStore, for the fake and the DynamoDB adapter."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.access.ports import ReadCounter, UsageStore
from chalicelib.access.usage import Day, Limits, Usage
from chalicelib.aws.usage import DynamoDBUsageStore
from tests.contract.conftest import DATABASES, EMULATORS
from tests.contract.emulators import Tables, tables_on
from tests.contract.records import NOW
from tests.fakes import FakeUsageStore

LIMITS = Limits(images=3, bytes=100, forms=2)


# dynalite does not return the item that failed a condition, which says which limit is exceeded
@pytest.fixture(params=["fake", *EMULATORS])
def store(request: pytest.FixtureRequest) -> UsageStore:
    if request.param == "fake":
        return FakeUsageStore()
    tables = tables_on(request)
    return DynamoDBUsageStore(tables.client, tables.images)


@pytest.fixture(params=["fake", *DATABASES])
def counter(request: pytest.FixtureRequest) -> ReadCounter:
    if request.param == "fake":
        return FakeUsageStore()
    tables = tables_on(request)
    return DynamoDBUsageStore(tables.client, tables.images)


def a_form(owner: str, window: int = 1, size: int = 10) -> Usage:
    expires_at = NOW + timedelta(days=2)
    return Usage(
        owner=owner, day="2026-01-01", window=window, images=1, bytes=size, forms=1, expires_at=expires_at
    )


@pytest.fixture
def form() -> Usage:
    return a_form(uuid.uuid4().hex)


def test_forms_are_limited_per_window(store: UsageStore, form: Usage) -> None:
    assert [store.add(form, LIMITS) for _ in range(3)] == [None, None, "forms"]
    assert store.add(replace(form, window=2), LIMITS) is None


def test_a_new_day_starts_a_new_window(store: UsageStore, form: Usage) -> None:
    assert [store.add(form, LIMITS) for _ in range(3)] == [None, None, "forms"]
    assert store.add(replace(form, day="2026-01-02"), LIMITS) is None


def test_usage_without_a_form_is_counted_but_not_limited_by_forms(store: UsageStore, form: Usage) -> None:
    rerendering = replace(form, forms=0)
    assert [store.add(each, LIMITS) for each in (form, form, rerendering, rerendering)] == [
        None,
        None,
        None,
        "images",
    ]


def test_images_are_limited_per_day(store: UsageStore, form: Usage) -> None:
    results = [store.add(replace(form, window=window), LIMITS) for window in range(4)]
    assert results == [None, None, None, "images"]
    assert store.add(replace(form, day="2026-01-02"), LIMITS) is None


def test_bytes_are_limited_per_day(store: UsageStore, form: Usage) -> None:
    assert store.add(replace(form, bytes=101), LIMITS) == "bytes"
    assert store.add(replace(form, bytes=60), LIMITS) is None
    assert store.add(replace(form, bytes=41), LIMITS) == "bytes"
    assert store.add(replace(form, bytes=40), LIMITS) is None


def test_each_owner_has_separate_counters(store: UsageStore, form: Usage) -> None:
    full = replace(form, bytes=100)
    assert store.add(full, LIMITS) is None
    assert store.add(replace(full, owner=uuid.uuid4().hex), LIMITS) is None


def test_concurrent_requests_cannot_exceed_the_limit(store: UsageStore, form: Usage) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: store.add(form, replace(LIMITS, images=100, forms=5)), range(20)))
    assert results.count(None) == 5


def test_the_counters_expire(tables: Tables, form: Usage) -> None:
    DynamoDBUsageStore(tables.client, tables.images).add(form, LIMITS)
    key = {"id": {"S": f"usage#{form.owner}#{form.day}"}}
    item = tables.client.get_item(TableName=tables.images, Key=key)["Item"]
    assert item["expires_at"] == {"N": str(int(form.expires_at.timestamp()))}


def test_reads_are_added_up_per_owner_and_day(counter: ReadCounter, form: Usage) -> None:
    day = Day.of(NOW)
    assert [counter.add_reads(form.owner, day, number) for number in (5, 7)] == [5, 12]
    assert counter.add_reads(form.owner, Day.of(NOW + timedelta(days=1)), 1) == 1
    assert counter.add_reads(uuid.uuid4().hex, day, 1) == 1


def test_reads_do_not_count_against_the_other_limits(store: UsageStore, form: Usage) -> None:
    assert isinstance(store, FakeUsageStore | DynamoDBUsageStore)
    store.add_reads(form.owner, Day.of(NOW), 100)
    assert store.add(form, LIMITS) is None
    assert store.add_reads(form.owner, Day.of(NOW), 1) == 101
