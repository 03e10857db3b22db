import os
import signal
import time
from collections.abc import Iterator

import psutil
import pytest

from local.code_changes import CHECK_SECONDS
from local.errors import WorkerFailed
from local.lambda_function import Function, Invocation, Outcome
from local.process import Launcher
from tests.unit.local.conftest import StandIn

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def function(stand_in: StandIn) -> Iterator[Function]:
    function = Function(Launcher({"TRACE": str(stand_in.trace)}, project=stand_in.project))
    yield function
    function.stop()


def invocation(key: str) -> Invocation:
    event = {"Records": [{"s3": {"bucket": {"name": "uploads"}, "object": {"key": key}}}]}
    return Invocation("process_upload", event, "request-1", timeout=10)


def test_a_worker_runs_many_invocations(function: Function) -> None:
    worker = function.start()
    assert function.invoke(invocation("one")) == Outcome("done")
    assert function.invoke(invocation("two")) == Outcome("done")
    assert function.start() is worker


def test_replacing_an_idle_worker_that_was_killed_fails_no_invocation(function: Function) -> None:
    worker = function.start()
    worker.wait()
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    assert function.invoke(invocation("one")) == Outcome("done")


def test_a_later_invocation_runs_changed_code(function: Function, stand_in: StandIn) -> None:
    code = stand_in.project / "app.py"
    original = code.read_text("utf-8")
    assert function.invoke(invocation("before")) == Outcome("done")
    try:
        code.write_text(original.replace('return "done"', 'return "changed"'), "utf-8")
        while function.invoke(invocation("after")) == Outcome("done"):
            time.sleep(CHECK_SECONDS / 10)
        assert function.invoke(invocation("after")) == Outcome("changed")
    finally:
        code.write_text(original, "utf-8")


def test_an_app_that_does_not_load_is_a_failed_outcome(function: Function, stand_in: StandIn) -> None:
    code = stand_in.project / "app.py"
    original = code.read_text("utf-8")
    try:
        code.write_text("syntax error", "utf-8")
        outcome = function.invoke(invocation("one"))
    finally:
        code.write_text(original, "utf-8")
    assert outcome.failed
    assert outcome.payload["errorType"] == "Runtime.ExitError"


def test_stop_kills_the_worker_and_starts_no_other(function: Function) -> None:
    pid = function.start().process.pid
    function.stop()
    assert not psutil.pid_exists(pid)
    with pytest.raises(WorkerFailed):
        function.start()


def test_a_worker_exits_when_its_parent_ends(function: Function) -> None:
    process = function.start().process
    assert process.stdin
    process.stdin.close()  # as the kernel does when the parent dies
    deadline = time.monotonic() + 10
    while process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
