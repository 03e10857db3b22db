"""The rate limit of backfill and redrive."""

import time
from collections.abc import Callable


class RateLimiter:
    """Call it after each image: it waits until the next one may be sent.

    `rate` is in images per second. `wait` gets the seconds to wait, zero or more.
    """

    def __init__(
        self, rate: float, *, wait: Callable[[float], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = 1 / rate
        self._wait = wait
        self._clock = clock
        self._next = clock()

    def __call__(self) -> None:
        """Wait until the next image may be sent."""
        now = self._clock()
        # After a slow call, don't catch up: the limit exists to prevent bursts.
        self._next = max(self._next + self._interval, now)
        self._wait(self._next - now)
