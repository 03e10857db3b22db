"""Keep what was computed from ICC profiles, by their digests: profiles themselves are large and untrusted."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ProfileCache(Generic[Value]):
    """The results for the last few profiles. What cannot be computed (None) is not kept. Thread-safe."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._results: OrderedDict[tuple[Hashable, ...], Value] = OrderedDict()
        self._lock = Lock()

    def get(self, profile: bytes, *options: Hashable, compute: Callable[[], Value | None]) -> Value | None:
        """Return the result for a profile and these options, computed unless it is known."""
        # OpenSSL takes 4 MB, and few images have a profile that is not known by its name.
        from hashlib import sha256  # noqa: PLC0415

        key = (sha256(profile).digest(), *options)
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        result = compute()
        if result is not None:
            with self._lock:
                self._results[key] = result
                while len(self._results) > self._size:
                    self._results.popitem(last=False)
        return result
