"""The shares of owners, and the delays of deferred events."""

import pytest

from chalicelib.domain.fair_share import MAX_DELAY, Shares, delay, shares, slots


@pytest.mark.parametrize(
    ("concurrency", "owner_share", "expected"),
    [
        (50, 0.5, Shares(slots=50, per_owner=25)),
        (5, 0.5, Shares(slots=5, per_owner=2)),
        (2, 0.01, Shares(slots=2, per_owner=1)),
        (50, 1.0, Shares(slots=50, per_owner=50)),
        (0, 0.5, Shares(slots=10, per_owner=5)),
    ],
    ids=["half", "rounded down", "at least one", "all", "nothing reserved"],
)
def test_an_owner_has_a_share_of_the_slots(concurrency: int, owner_share: float, expected: Shares) -> None:
    assert shares(concurrency, owner_share) == expected
    assert slots(concurrency) == expected.slots


def test_an_owner_with_all_slots_is_not_limited() -> None:
    assert [shares(50, share).limited for share in (0.99, 1.0)] == [True, False]


def test_delays_double_up_to_the_longest_that_sqs_allows() -> None:
    longest = [max(delay(deferrals, str(seed)) for seed in range(500)) for deferrals in range(12)]
    limits = [4, 8, 16, 32, 64, 128, 256, 512, *[MAX_DELAY] * 4]
    assert all(0.98 * limit <= found <= limit for found, limit in zip(longest, limits, strict=True))


@pytest.mark.parametrize("deferrals", [0, 3, 8, 1_000_000])
def test_events_that_came_together_return_at_different_times(deferrals: int) -> None:
    delays = {delay(deferrals, f"images/{number}.jpg") for number in range(500)}
    assert min(delays) >= max(delays) // 2
    assert len(delays) >= min(max(delays) // 2, 100)
