"""A Lambda function: it invokes its worker, kills it when time is over, replaces it when it is gone."""

import multiprocessing
import threading

from local.errors import WorkerFailed
from local.invocation import READY, Invocation, Outcome
from local.process import Home, end
from local.sources import snapshot

START_SECONDS = 30


class Worker:
    """One process of `local.worker`."""

    def __init__(self, home: Home) -> None:
        """Start it without waiting."""
        self._project = home.project
        self._loaded = snapshot(home.project)
        self._connection, theirs = multiprocessing.Pipe()
        self._ready = False
        with theirs:
            self.process = home.spawn("local.worker", str(theirs.fileno()), pass_fds=[theirs.fileno()])

    def wait(self) -> None:
        """Return when the app is loaded. Raises WorkerFailed."""
        if not self._ready:
            self._ready = self._receive(START_SECONDS) == READY

    def invoke(self, invocation: Invocation) -> Outcome:
        """Run one invocation. Raises WorkerFailed, and then this worker is of no more use."""
        self.wait()
        self._connection.send(invocation)
        return self._receive(invocation.timeout)

    def reusable(self) -> bool:
        """Say whether the process runs and the code that it loaded is still the code on disk."""
        return self.process.poll() is None and self._loaded == snapshot(self._project)

    def _receive(self, seconds: float) -> Outcome:
        try:
            if not self._connection.poll(seconds):
                raise WorkerFailed("Sandbox.Timedout", f"Task timed out after {seconds:.2f} seconds")
            outcome: Outcome = self._connection.recv()
        except (EOFError, ConnectionError) as error:
            raise WorkerFailed("Runtime.ExitError", "Runtime exited before it answered") from error
        return outcome


class Function:
    """Keeps one worker. `invoke` belongs to one thread; `stop` may be called from another."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._worker: Worker | None = None
        self._stopped = False
        self._changing = threading.Lock()

    @property
    def stopped(self) -> bool:
        """Say whether `stop` was called: what fails from then on is no news."""
        return self._stopped

    def start(self) -> Worker:
        """Return a worker that is fit for use: this one, or a new one that is only starting."""
        with self._changing:
            if self._stopped:
                raise WorkerFailed("Runtime.ExitError", "The local stack is stopping")
            if self._worker is None or not self._worker.reusable():
                self._discard()
                self._worker = Worker(self._home)
            return self._worker

    def invoke(self, invocation: Invocation) -> Outcome:
        """Run one invocation; whatever goes wrong is part of the outcome."""
        try:
            return self.start().invoke(invocation)
        except WorkerFailed as failure:
            with self._changing:
                self._discard()
            return Outcome({"errorType": failure.kind, "errorMessage": str(failure)}, failed=True)

    def stop(self) -> None:
        """Kill the worker, in the middle of an invocation if need be, and start no other."""
        with self._changing:
            self._stopped = True
            self._discard()

    def _discard(self) -> None:
        if self._worker:
            end(self._worker.process)
        self._worker = None
