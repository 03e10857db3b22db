from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from load.spans import Measured, Spans


class Clock:
    """A clock in seconds that only moves when told to, by milliseconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, milliseconds: float) -> None:
        self.now += milliseconds / 1000


class Worker:
    """Something to measure: its time is the clock's."""

    name = "worker"

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def run(self, milliseconds: float) -> str:
        self.clock.work(milliseconds)
        return "done"

    def fail(self) -> None:
        self.clock.work(2)
        raise ValueError("failed")

    @contextmanager
    def around(self) -> Iterator[str]:
        self.clock.work(3)
        try:
            yield "inside"
        finally:
            self.clock.work(4)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spans(clock: Clock) -> Spans:
    return Spans("rest", clock)


def rounded(spans: Spans) -> dict[str, int]:
    return {name: round(milliseconds) for name, milliseconds in spans.totals().items()}


def test_time_belongs_to_the_innermost_span(clock: Clock, spans: Spans) -> None:
    clock.work(1)
    spans.start("outer")
    clock.work(2)
    spans.start("inner")
    clock.work(4)
    spans.end()
    clock.work(8)
    spans.end()
    clock.work(16)
    assert rounded(spans) == {"rest": 17, "outer": 10, "inner": 4}


def test_a_reset_forgets_what_was_measured_and_what_was_open(clock: Clock, spans: Spans) -> None:
    spans.start("before")
    clock.work(5)
    spans.reset()
    clock.work(1)
    assert rounded(spans) == {"rest": 1}


def test_methods_are_measured_and_attributes_pass(clock: Clock, spans: Spans) -> None:
    worker = Measured(Worker(clock), lambda _: "part", spans)
    assert worker.name == "worker"
    assert worker.run(7) == "done"
    assert rounded(spans)["part"] == 7


def test_what_a_context_manager_does_is_measured_without_the_block(clock: Clock, spans: Spans) -> None:
    with Measured(Worker(clock), lambda _: "part", spans).around() as value:
        clock.work(50)
    assert value == "inside"
    assert rounded(spans) == {"rest": 50, "part": 7}


def test_a_span_ends_with_the_error_in_it(clock: Clock, spans: Spans) -> None:
    worker = Measured(Worker(clock), lambda _: "part", spans)
    with pytest.raises(ValueError, match="failed"):
        worker.fail()
    with suppress(KeyError), worker.around():
        clock.work(50)
        raise KeyError
    clock.work(1)
    assert rounded(spans) == {"rest": 51, "part": 9}
