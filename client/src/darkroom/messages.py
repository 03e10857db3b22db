"""HTTP requests and responses, independent of the library that sends them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

import urllib3

FIRST_CLIENT_ERROR = 400
FIRST_SERVER_ERROR = 500  # HTTP statuses from here on are server errors

CHUNK_BYTES = 64 * 1024
"""The size of the blocks in which files are read, sent, received and written."""


class StreamedBody(Protocol):
    """The body of a request that is sent in chunks. Each iteration starts at the beginning."""

    def __len__(self) -> int:
        """Return the Content-Length in bytes."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the chunks. This may block."""

    def report(self, sent: int) -> None:
        """Tell how many bytes have been sent so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An HTTP request. Only the service itself may receive the `token`."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | StreamedBody | None = None
    token: str | None = field(default=None, repr=False)
    follow_redirects: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An HTTP response. `headers` ignore case. `url` is where redirects have led to."""

    status: int
    reason: str
    url: str
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the status is not an error."""
        return self.status < FIRST_CLIENT_ERROR

    @property
    def text(self) -> str:
        """The content as text; bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", "replace")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the delay in `Retry-After` (RFC 9110, 10.2.3) in seconds; None if missing or invalid."""
    value = headers.get("Retry-After")
    if value is None:
        return None
    try:
        # An integer, despite its annotation, if the header has one.
        return float(urllib3.Retry().parse_retry_after(value))
    except (urllib3.exceptions.InvalidHeader, ValueError, OverflowError):
        return None


def origin(url: str) -> str:
    """Return the scheme, host and port of a URL, without user names, paths and signatures."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
