"""The loop of backfill and redrive: what it counts, and how it ends."""

import signal
from collections.abc import Iterator

import pytest

from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Source
from chalicelib.recovery.dispatch import Finding, Step
from ops.batch import Batch, End

FAST = 1e6


def step(key: str, finding: Finding = Finding.SENT, size: int = 10) -> Step:
    return Step(key=key, source=Source(etag="e", size=size), finding=finding)


def run(steps: Iterator[Step]) -> Batch:
    batch = Batch()
    batch.run(steps, FAST, lambda _: None)
    return batch


def test_objects_and_bytes_are_counted_by_finding() -> None:
    batch = run(iter([step("a"), step("b", Finding.SETTLED, 5), step("c", size=7)]))
    assert batch.end is End.DONE
    assert batch.counts.objects == {Finding.SENT: 2, Finding.SETTLED: 1}
    assert batch.counts.bytes == {Finding.SENT: 17, Finding.SETTLED: 5}
    assert batch.counts.last == "c"


def test_the_last_key_is_before_the_first_image_that_is_not_sent() -> None:
    assert run(iter([step("a"), step("b", Finding.DUE)])).counts.last == "a"


def test_an_image_without_a_known_source_counts_no_bytes() -> None:
    batch = run(iter([Step(key="a", source=None, finding=Finding.SENT)]))
    assert (batch.counts.objects.total(), batch.counts.bytes.total()) == (1, 0)


def test_the_counts_survive_an_error() -> None:
    def steps() -> Iterator[Step]:
        yield step("a")
        raise ServiceUnavailable("throttled")

    batch = run(steps())
    assert (batch.end, batch.counts.last) == (End.FAILED, "a")
    assert str(batch.error) == "throttled"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_after_a_signal_the_current_step_finishes(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    def steps() -> Iterator[Step]:
        yield step("a")
        signal.raise_signal(number)
        yield step("b")
        raise AssertionError("a further step was requested")

    batch = run(steps())
    assert (batch.end, batch.counts.last) == (End.INTERRUPTED, "b")
    assert signal.getsignal(number) == before


def test_a_second_ctrl_c_stops_at_once() -> None:
    def steps() -> Iterator[Step]:
        yield step("a")
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        yield step("b")

    batch = run(steps())
    assert (batch.end, batch.counts.last) == (End.INTERRUPTED, "a")


def test_progress_is_reported_after_each_step() -> None:
    reported: list[int] = []
    Batch().run(iter([step("a"), step("b")]), FAST, lambda counts: reported.append(counts.objects.total()))
    assert reported == [1, 2]
