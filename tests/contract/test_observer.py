"""Contract of Observer: observing a run does not affect it."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.models import Rendering
from chalicelib.ports.observer import Observer
from chalicelib.telemetry.invocation_log import InvocationLog
from chalicelib.telemetry.logs import make_logger
from chalicelib.telemetry.metrics import Metrics
from chalicelib.telemetry.observer import LambdaObserver
from tests.fakes import FakeObserver


@pytest.fixture(params=["fake", "lambda"])
def observer(request: pytest.FixtureRequest) -> Observer:
    if request.param == "fake":
        return FakeObserver()
    log = InvocationLog(*make_logger("contract"), Metrics("contract", "test"))
    return LambdaObserver(log, tracer=None)


def test_calls_may_come_in_any_order(observer: Observer) -> None:
    observer.ended("cat", "ready")
    observer.rendered("cat", bytes_in=10, rendering=Rendering())
    observer.ended("cat", "failed", "corrupt_image")
    observer.deferred("dog", "images/dog.jpg", deferrals=1, delay=3)
    observer.received("cat", "images/cat.jpg")
    observer.received("dog", "images/dog.jpg")


def test_a_step_raises_the_errors_of_the_enclosed_code(observer: Observer) -> None:
    with observer.step("read", "cat"):
        done = True
    assert done
    with pytest.raises(ValueError, match="broken"), observer.step("store", "cat"):
        raise ValueError("broken")


def test_several_threads_can_be_in_a_step_at_the_same_time(observer: Observer) -> None:
    meeting = threading.Barrier(4, timeout=10)

    def store(_: int) -> int:
        with observer.step("store", "cat"):
            return meeting.wait()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(store, range(4))) == [0, 1, 2, 3]


def test_the_root_loggers_handlers_are_unchanged(observer: Observer) -> None:
    root = logging.getLogger().handlers[:]
    observer.received("cat", "images/cat.jpg")
    assert logging.getLogger().handlers == root
