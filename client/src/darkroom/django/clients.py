"""The client of this process, one for each URL and token."""

import time
from functools import lru_cache

from darkroom import Client
from darkroom.clocks import NoTimeToWait
from darkroom.django import conf


class _NoPauses:
    """A clock that ends retries: a page must not wait for them, and the component retries by itself.

    Otherwise, a few visitors would occupy all workers of a site while the service is busy.
    """

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, _seconds: float, /) -> None:
        raise NoTimeToWait


def client() -> Client:
    """Return a client that makes one attempt. Raises ValueError for invalid settings."""
    return _client(conf.url(), conf.token(), conf.timeout())


@lru_cache(maxsize=4)
def _client(url: str, token: str, timeout: float) -> Client:
    return Client(url, token, timeout=timeout, clock=_NoPauses())
