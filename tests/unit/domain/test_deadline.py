"""A run stops before Lambda would end it."""

import pytest

from chalicelib.domain.deadline import NO_DEADLINE, RESERVE_MS, Deadline
from chalicelib.errors import OutOfTime
from chalicelib.models import Status
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeEngine
from tests.unit.deployment import KEY
from tests.unit.in_memory_app import InMemoryApp


def test_a_step_can_begin_while_there_is_time_left() -> None:
    Deadline(lambda: RESERVE_MS).check("reading")
    NO_DEADLINE.check("reading")


def test_a_step_that_would_time_out_is_not_started() -> None:
    with pytest.raises(OutOfTime, match="before reading"):
        Deadline(lambda: RESERVE_MS - 1).check("reading")


def test_a_deadline_knows_the_time_that_the_invocation_had() -> None:
    left = iter([60_000, 40_000])
    deadline = Deadline(lambda: next(left))
    assert (deadline.total_ms, deadline.remaining_ms()) == (60_000, 40_000)


def test_a_run_gives_the_engine_its_deadline() -> None:
    app = InMemoryApp()
    deadline = Deadline(lambda: 60_000)
    app.pipeline.reconcile(KEY, app.put(b"image"), deadline)
    assert isinstance(app.engine, FakeEngine)
    assert app.engine.deadlines == [deadline, deadline]


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_run_that_is_out_of_time_stores_nothing_and_can_be_retried(steps: int) -> None:
    app = InMemoryApp()
    source = app.put(b"image")
    # The first look is at the beginning.
    left = iter([RESERVE_MS] * (1 + steps) + [0])
    with pytest.raises(OutOfTime):
        app.pipeline.reconcile(KEY, source, Deadline(lambda: next(left)))
    assert app.image().status is Status.PROCESSING
    assert app.outputs.stored == {}
    assert app.reconcile(source) is Outcome.READY
