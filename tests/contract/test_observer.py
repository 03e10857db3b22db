"""ports of observation: whoever listens does not disturb the run."""

import logging

import pytest

from chalicelib.models import Rendering
from chalicelib.ports.observer import Observer
from chalicelib.telemetry.logs import make_logger
from chalicelib.telemetry.metrics import Metrics
from chalicelib.telemetry.observer import LambdaObserver
from tests.fakes import FakeObserver


@pytest.fixture(params=["fake", "lambda"])
def observer(request: pytest.FixtureRequest) -> Observer:
    if request.param == "fake":
        return FakeObserver()
    return LambdaObserver(make_logger("contract", "test"), Metrics("contract", "test"), tracer=None)


def test_a_run_may_be_told_in_any_part(observer: Observer) -> None:
    observer.ended("cat", "ready")
    observer.rendered("cat", bytes_in=10, rendering=Rendering(variants=()))
    observer.ended("cat", "failed", "corrupt_image")
    observer.received("cat", "images/cat.jpg")
    observer.received("dog", "images/dog.jpg")


def test_a_step_lets_through_what_it_surrounds(observer: Observer) -> None:
    with observer.step("read", "cat"):
        done = True
    assert done
    with pytest.raises(ValueError, match="torn"), observer.step("store", "cat"):
        raise ValueError("torn")


def test_the_log_is_left_as_it_was(observer: Observer) -> None:
    root = logging.getLogger().handlers[:]
    observer.received("cat", "images/cat.jpg")
    assert logging.getLogger().handlers == root
