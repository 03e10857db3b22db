"""Stop work in other threads soon after Ctrl-C."""

import threading
import time


class Cancelled(Exception):
    """The user cancelled the command."""


class CancellableClock:
    """A clock for the client. Once it is cancelled, its methods raise Cancelled instead of waiting."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Cancel the clock and wake all sleeping threads."""
        self._cancelled.set()

    def monotonic(self) -> float:
        """Return the seconds since a fixed point in time."""
        return time.monotonic()

    def sleep(self, seconds: float, /) -> None:
        """Wait for this many seconds. Raises Cancelled."""
        if self._cancelled.wait(seconds):
            raise Cancelled

    def check(self) -> None:
        """Raise Cancelled if the clock is cancelled."""
        if self._cancelled.is_set():
            raise Cancelled
