"""A cache that tells for how long it was asked to keep values."""

from typing import Any, ClassVar

from django.core.cache.backends.locmem import LocMemCache


class RecordingCache(LocMemCache):
    timeouts: ClassVar[list[float]] = []

    def set(self, key: Any, value: Any, timeout: Any = None, version: int | None = None) -> None:
        self.timeouts.append(timeout)
        super().set(key, value, timeout, version)
