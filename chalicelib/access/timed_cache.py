"""Keep a value for a while, so that not each request reads it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")

LIFETIME = timedelta(seconds=60)
"""After which a change of the value takes effect everywhere."""


class TimedCache(Struct, Generic[T], kw_only=True):
    """Calls `read` at most once a minute. What it raises is not kept."""

    read: Callable[[], T]
    clock: Callable[[], datetime]
    _kept: tuple[T, datetime] | None = None

    def __call__(self) -> T:
        """Return the value. Raises what `read` raises."""
        now = self.clock()
        if self._kept is None or self._kept[1] <= now:
            self._kept = (self.read(), now + LIFETIME)
        return self._kept[0]
