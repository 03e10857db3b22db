"""A run stops by itself before Lambda cuts it off."""

import pytest

from chalicelib.domain.deadline import NO_DEADLINE, RESERVE_MS, Deadline
from chalicelib.errors import OutOfTime
from chalicelib.models import Status
from chalicelib.processing.pipeline import Outcome
from tests.unit.deployment import KEY
from tests.unit.in_memory_app import InMemoryApp


def test_a_step_begins_while_there_is_time_for_it() -> None:
    Deadline(lambda: RESERVE_MS).check("reading")
    NO_DEADLINE.check("reading")


def test_a_step_does_not_begin_when_it_would_be_cut_off() -> None:
    with pytest.raises(OutOfTime, match="before reading"):
        Deadline(lambda: RESERVE_MS - 1).check("reading")


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_run_that_is_out_of_time_stores_nothing_and_is_tried_again(steps: int) -> None:
    app = InMemoryApp()
    source = app.put(b"image")
    left = iter([RESERVE_MS] * steps + [0])
    with pytest.raises(OutOfTime):
        app.pipeline.reconcile(KEY, source, Deadline(lambda: next(left)))
    assert app.image().status is Status.PROCESSING
    assert app.outputs.stored == {}
    assert app.reconcile(source) is Outcome.READY
