"""Lets work in other threads end soon after Ctrl-C."""

import threading
import time


class Stopped(Exception):
    """The user wants it to end."""


class StoppableClock:
    """A clock for the client: once stopped, whoever sleeps or looks ends with Stopped."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Wake all who sleep."""
        self._stopped.set()

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""
        return time.monotonic()

    def sleep(self, seconds: float, /) -> None:
        """Return after this many seconds. Raises Stopped."""
        if self._stopped.wait(seconds):
            raise Stopped

    def look(self) -> None:
        """Raise Stopped once that is so."""
        if self._stopped.is_set():
            raise Stopped
