"""What the client needs to wait."""

from typing import Protocol


class Clock(Protocol):
    """Tells the time and sleeps, like Python's `time` module."""

    def monotonic(self) -> float:
        """Return the seconds since a fixed point in time."""

    def sleep(self, seconds: float, /) -> None:
        """Wait for this many seconds."""


class AsyncClock(Protocol):
    """Tells the time and sleeps without blocking the event loop."""

    def monotonic(self) -> float:
        """Return the seconds since a fixed point in time."""

    async def sleep(self, seconds: float, /) -> None:
        """Wait for this many seconds."""
