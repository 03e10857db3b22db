"""Emulates a Lambda function with a worker process, which it replaces when it times out or ends."""

import multiprocessing
import threading
import time
from typing import Any

from msgspec import Struct

from local.code_changes import CHECK_SECONDS, snapshot
from local.errors import WorkerFailed
from local.process import Launcher, kill


class Invocation(Struct, frozen=True):
    """A call of one of the app's handlers; `event` is the raw event, `timeout` is in seconds."""

    handler: str
    event: Any
    request_id: str
    timeout: float


class Outcome(Struct, frozen=True):
    """A handler's return value or, if it failed, `errorMessage`, `errorType` and `stackTrace`."""

    payload: Any
    failed: bool = False


READY = Outcome(None)
"""A worker's first message, sent when the app is loaded."""
START_SECONDS = 30


class Worker:
    """One process of `local.worker`."""

    def __init__(self, launcher: Launcher) -> None:
        """Start the process without waiting for it."""
        self._project = launcher.project
        self._loaded, self._checked = snapshot(launcher.project), time.monotonic()
        self._connection, theirs = multiprocessing.Pipe()
        self._ready = False
        with theirs:
            self.process = launcher.spawn("local.worker", str(theirs.fileno()), pass_fds=[theirs.fileno()])

    def wait(self) -> None:
        """Wait until the app is loaded. Raises WorkerFailed."""
        if not self._ready:
            self._ready = self._receive(START_SECONDS) == READY

    def invoke(self, invocation: Invocation) -> Outcome:
        """Run one invocation. Raises WorkerFailed, after which the worker must not be used."""
        self.wait()
        self._connection.send(invocation)
        return self._receive(invocation.timeout)

    def reusable(self) -> bool:
        """Return whether the process is running and has loaded the code that was on disk a second ago."""
        if self.process.poll() is not None or time.monotonic() - self._checked < CHECK_SECONDS:
            return self.process.poll() is None
        self._checked = time.monotonic()
        return self._loaded == snapshot(self._project)

    def _receive(self, seconds: float) -> Outcome:
        try:
            if not self._connection.poll(seconds):
                raise WorkerFailed("Sandbox.Timedout", f"Task timed out after {seconds:.2f} seconds")
            outcome: Outcome = self._connection.recv()
        except (EOFError, ConnectionError) as error:
            raise WorkerFailed("Runtime.ExitError", "Runtime exited before it responded") from error
        return outcome


class Function:
    """A function with one worker. Only one thread may call `invoke`; any thread may call `stop`.

    Failures after `stopped` is set are expected.
    """

    def __init__(self, launcher: Launcher) -> None:
        self._launcher = launcher
        self._worker: Worker | None = None
        self.stopped = False
        self._changing = threading.Lock()

    def start(self) -> Worker:
        """Return a usable worker, which may still be starting."""
        with self._changing:
            if self.stopped:
                raise WorkerFailed("Runtime.ExitError", "The local stack is stopping")
            if self._worker is None or not self._worker.reusable():
                self._discard()
                self._worker = Worker(self._launcher)
            return self._worker

    def invoke(self, invocation: Invocation) -> Outcome:
        """Run one invocation; the outcome includes any failure."""
        try:
            return self.start().invoke(invocation)
        except WorkerFailed as failure:
            with self._changing:
                self._discard()
            return Outcome({"errorType": failure.kind, "errorMessage": str(failure)}, failed=True)

    def stop(self) -> None:
        """Kill the worker, even during an invocation, and start no other."""
        with self._changing:
            self.stopped = True
            self._discard()

    def _discard(self) -> None:
        if self._worker:
            kill(self._worker.process)
        self._worker = None
