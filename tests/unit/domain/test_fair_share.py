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


@pytest.mark.parametrize(
    ("limits", "assured"),
    [
        (Shares(slots=50, per_owner=25), 10),
        (Shares(slots=2, per_owner=1), 1),
        (Shares(slots=50, per_owner=4), 4),
    ],
    ids=["a fifth", "at least one", "at most the share"],
)
def test_an_owner_may_always_have_some_runs(limits: Shares, assured: int) -> None:
    assert limits.assured == assured


@pytest.mark.parametrize(
    ("running", "others", "room"),
    [
        (9, [], True),
        (10, [], False),
        (4, [1], True),
        (5, [1], False),
        (3, [3], True),
        (4, [3], False),
        (2, [10], True),
        (3, [10], False),
        (1, [2, 2, 2], True),
        (1, [2, 3, 3], False),
    ],
)
def test_beside_others_an_owner_has_at_most_as_many_runs_as_slots_stay_free(
    running: int, others: list[int], *, room: bool
) -> None:
    assert Shares(slots=10, per_owner=5).leave_room(running, others) is room


@pytest.mark.parametrize("owners", [1, 2, 3, 4])
def test_any_number_of_floods_leaves_a_slot_to_the_next_owner(owners: int) -> None:
    limits, runs = Shares(slots=20, per_owner=10), [0] * owners
    for step in range(1_000):
        number = step % owners
        others = [each for index, each in enumerate(runs) if index != number and each]
        if runs[number] < limits.assured or limits.leave_room(runs[number], others):
            runs[number] = min(runs[number] + 1, limits.per_owner)
    assert limits.slots - sum(runs) >= limits.assured


def test_delays_double_up_to_the_longest_that_sqs_allows() -> None:
    longest = [max(delay(deferrals, str(seed)) for seed in range(500)) for deferrals in range(12)]
    limits = [4, 8, 16, 32, 64, 128, 256, 512, *[MAX_DELAY] * 4]
    assert all(0.98 * limit <= found <= limit for found, limit in zip(longest, limits, strict=True))


@pytest.mark.parametrize("deferrals", [0, 3, 8, 1_000_000])
def test_events_that_came_together_return_at_different_times(deferrals: int) -> None:
    delays = {delay(deferrals, f"images/{number}.jpg") for number in range(500)}
    assert min(delays) >= max(delays) // 2
    assert len(delays) >= min(max(delays) // 2, 100)
