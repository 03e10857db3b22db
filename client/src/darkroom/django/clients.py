"""The clients of this process, one for each URL and token."""

import time
from functools import lru_cache

from darkroom import Client, ConnectionFailed
from darkroom.django import conf


class _NoPauses:
    """A clock that ends retries, for pages that must not wait for them."""

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, _seconds: float, /) -> None:
        raise ConnectionFailed("The service did not answer at the first attempt.")


def client() -> Client:
    """Return the client for changes, which retries. Raises ValueError for invalid settings."""
    return _client(conf.url(), conf.token(), conf.timeout())


def impatient_client() -> Client:
    """Return the client for showing images, which makes one attempt. Raises ValueError as `client` does."""
    return _impatient_client(conf.url(), conf.token(), conf.timeout())


@lru_cache(maxsize=4)
def _client(url: str, token: str, timeout: float) -> Client:
    return Client(url, token, timeout=timeout)


@lru_cache(maxsize=4)
def _impatient_client(url: str, token: str, timeout: float) -> Client:
    return Client(url, token, timeout=timeout, clock=_NoPauses())
