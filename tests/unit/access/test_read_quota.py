"""The quota of reads, which are counted in batches."""

from datetime import timedelta

import pytest

from chalicelib.access.read_quota import BATCH, ReadQuota
from chalicelib.access.usage import Day
from chalicelib.errors import QuotaExceeded, ServiceUnavailable
from tests.fakes import FakeClock, FakeUsageStore

LIMIT = 3 * BATCH


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()  # noon, UTC


@pytest.fixture
def counter() -> FakeUsageStore:
    return FakeUsageStore()


@pytest.fixture
def quota(counter: FakeUsageStore, clock: FakeClock) -> ReadQuota:
    return environment(counter, clock)


def environment(counter: FakeUsageStore, clock: FakeClock) -> ReadQuota:
    return ReadQuota(counter=counter, limit=LIMIT, clock=clock)


def use_up(quota: ReadQuota, owner: str = "me") -> int:
    """Read until the quota is used up; return the number of reads."""
    for number in range(2 * LIMIT):
        try:
            quota.charge(owner)
        except QuotaExceeded:
            return number
    return 2 * LIMIT


def test_reads_are_limited_until_midnight(quota: ReadQuota, clock: FakeClock) -> None:
    assert use_up(quota) == LIMIT
    with pytest.raises(QuotaExceeded, match="300 reads per day") as caught:
        quota.charge("me")
    clock.advance(timedelta(seconds=caught.value.retry_after))
    assert (clock.now.day, clock.now.hour, clock.now.minute) == (2, 0, 0)
    assert use_up(quota) == LIMIT


def test_a_batch_is_stored_in_one_write(quota: ReadQuota, counter: FakeUsageStore, clock: FakeClock) -> None:
    today = "me", Day.of(clock.now).name
    for _ in range(BATCH - 1):
        quota.charge("me")
    assert counter.reads[today] == 0
    quota.charge("me")
    assert counter.reads[today] == BATCH


def test_a_page_counts_as_its_images(quota: ReadQuota) -> None:
    quota.charge("me")
    quota.add("me", LIMIT - 1)
    with pytest.raises(QuotaExceeded):
        quota.charge("me")


def test_each_owner_has_a_separate_quota(quota: ReadQuota) -> None:
    use_up(quota)
    quota.charge("you")


@pytest.mark.parametrize("environments", [2, 5])
def test_each_environment_admits_at_most_one_more_batch(
    counter: FakeUsageStore, clock: FakeClock, environments: int
) -> None:
    quotas = [environment(counter, clock) for _ in range(environments)]
    admitted = sum(map(use_up, quotas))
    assert LIMIT < admitted <= LIMIT + (environments - 1) * BATCH


def test_reads_count_even_if_storing_them_fails(
    counter: FakeUsageStore, quota: ReadQuota, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise ServiceUnavailable("throttled")

    for _ in range(BATCH - 1):
        quota.charge("me")
    with monkeypatch.context() as patch:
        patch.setattr(counter, "add_reads", fail)
        with pytest.raises(ServiceUnavailable):
            quota.charge("me")
    quota.charge("me")
    assert counter.reads["me", Day.of(clock.now).name] == BATCH + 1


def test_an_environment_remembers_a_limited_number_of_owners(quota: ReadQuota) -> None:
    use_up(quota)
    for number in range(10_000):
        quota.charge(f"owner-{number}")
    quota.charge("me")


def test_a_change_of_metadata_counts_as_ten_reads(quota: ReadQuota, counter: FakeUsageStore) -> None:
    for _ in range(LIMIT // 10):
        quota.charge_change("me")
    assert sum(counter.reads.values()) == LIMIT
    with pytest.raises(QuotaExceeded):
        quota.charge_change("me")
