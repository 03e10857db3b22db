"""The rate limit of backfill and redrive."""

from dataclasses import dataclass, field

from ops.batch import RateLimiter


@dataclass
class FakeClock:
    """A clock that advances when somebody waits."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 6))
        self.now += seconds


def test_calls_without_work_in_between_wait_for_the_whole_interval() -> None:
    clock = FakeClock()
    limit = RateLimiter(10, wait=clock.wait, clock=lambda: clock.now)
    for _ in range(5):
        limit()
    assert clock.waits == [0.1] * 5


def test_the_duration_of_the_work_shortens_the_wait() -> None:
    clock = FakeClock()
    limit = RateLimiter(10, wait=clock.wait, clock=lambda: clock.now)
    clock.now += 0.04
    limit()
    assert clock.waits == [0.06]


def test_there_is_no_burst_after_slow_work() -> None:
    clock = FakeClock()
    limit = RateLimiter(10, wait=clock.wait, clock=lambda: clock.now)
    clock.now += 5
    limit()
    limit()
    assert clock.waits == [0, 0.1]
