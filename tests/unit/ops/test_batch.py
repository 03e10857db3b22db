"""The loop of the commands: its pace, and what it knows however it ends."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source
from chalicelib.recovery.dispatch import Finding, Step
from ops.batch import End, Pace, Work
from ops.counts import decode_cursor, encode_cursor

FAST = 1e6


def step(key: str, finding: Finding = Finding.SENT, size: int = 10) -> Step:
    return Step(key=key, source=Source(etag="e", size=size), finding=finding)


def work(steps: Iterator[Step]) -> Work:
    work = Work()
    work.do(steps, FAST, lambda _: None)
    return work


def test_everything_is_counted() -> None:
    result = work(iter([step("a"), step("b", Finding.SETTLED, 5), step("c", size=7)]))
    assert result.end is End.DONE
    assert result.counts.objects == {Finding.SENT: 2, Finding.SETTLED: 1}
    assert result.counts.bytes == {Finding.SENT: 17, Finding.SETTLED: 5}
    assert result.counts.last == "c"


def test_what_is_still_due_is_not_passed_over() -> None:
    assert work(iter([step("a"), step("b", Finding.DUE)])).counts.last == "a"


def test_an_image_without_a_known_source_counts_no_bytes() -> None:
    result = work(iter([Step(key="a", source=None, finding=Finding.SENT)]))
    assert (result.counts.objects.total(), result.counts.bytes.total()) == (1, 0)


def test_an_error_leaves_what_was_done_before_it() -> None:
    def steps() -> Iterator[Step]:
        yield step("a")
        raise ServiceUnavailable("throttled")

    result = work(steps())
    assert (result.end, result.counts.last) == (End.FAILED, "a")
    assert str(result.error) == "throttled"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_the_step_at_hand_come_to_its_end(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    def steps() -> Iterator[Step]:
        yield step("a")
        signal.raise_signal(number)
        yield step("b")
        raise AssertionError("must not be asked for")

    result = work(steps())
    assert (result.end, result.counts.last) == (End.INTERRUPTED, "b")
    assert signal.getsignal(number) == before


def test_a_second_ctrl_c_ends_at_once() -> None:
    def steps() -> Iterator[Step]:
        yield step("a")
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        yield step("b")

    result = work(steps())
    assert (result.end, result.counts.last) == (End.INTERRUPTED, "a")


def test_whoever_watches_sees_each_step() -> None:
    seen: list[int] = []
    Work().do(iter([step("a"), step("b")]), FAST, lambda counts: seen.append(counts.objects.total()))
    assert seen == [1, 2]


@dataclass
class Time:
    """A clock that goes on when somebody waits."""

    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 6))
        self.now += seconds


def test_the_pace_is_the_rate_when_the_work_takes_no_time() -> None:
    time = Time()
    pace = Pace(10, wait=time.wait, clock=lambda: time.now)
    for _ in range(5):
        pace()
    assert time.waits == [0.1] * 5


def test_the_time_that_the_work_takes_is_part_of_the_pace() -> None:
    time = Time()
    pace = Pace(10, wait=time.wait, clock=lambda: time.now)
    time.now += 0.04
    pace()
    assert time.waits == [0.06]


def test_time_that_was_lost_is_not_made_up_for() -> None:
    time = Time()
    pace = Pace(10, wait=time.wait, clock=lambda: time.now)
    time.now += 5
    pace()
    pace()
    assert time.waits == [0, 0.1]


@pytest.mark.parametrize("key", ["images/a b+c%41.jpg", "images/späße 😀\n\x1b[31m.jpg", "images/'$(x)`.jpg"])
def test_a_cursor_is_plain_and_gives_the_key_back(key: str) -> None:
    cursor = encode_cursor(key)
    assert cursor.isascii()
    assert not set(cursor) & set(" '\"`$\\()&;|<>*?!#\n\x1b")
    assert decode_cursor(cursor) == key
