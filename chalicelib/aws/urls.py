"""Helpers for URLs. Pure."""

from urllib.parse import urlsplit


def origin_of(url: str) -> str:
    """Return the origin of a URL: scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
