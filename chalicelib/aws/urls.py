"""What the adapters need to know of a URL. Pure."""

from urllib.parse import urlsplit


def origin_of(url: str) -> str:
    """Return scheme, host and port, as a browser writes an origin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
