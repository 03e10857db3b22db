"""The client of this process, one for each URL and token."""

from functools import lru_cache

from darkroom import Client
from darkroom.django import conf


def client() -> Client:
    """Return the client. Raises ValueError for invalid settings."""
    return _client(conf.url(), conf.token(), conf.timeout())


@lru_cache(maxsize=4)
def _client(url: str, token: str, timeout: float) -> Client:
    return Client(url, token, timeout=timeout)
