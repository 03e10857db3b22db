"""Send HTTP requests and convert exceptions of `requests` to the client's own errors.

Error messages contain only the origin of a URL, because URLs may be signed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests import exceptions

from darkroom.errors import ConnectionFailed, InvalidResponse
from darkroom.sessions import Sessions

FIRST_SERVER_ERROR = 500  # HTTP statuses from here on are server errors

# Errors that a retry cannot fix.
_PERMANENT = (
    exceptions.InvalidURL,
    exceptions.MissingSchema,
    exceptions.InvalidSchema,
    exceptions.TooManyRedirects,
)


class Transport:
    """Sends requests from any thread. `timeout` is how long to wait for data from the server, in seconds."""

    def __init__(self, sessions: Sessions, timeout: float) -> None:
        self._sessions = sessions
        self._timeout = timeout

    def send(self, method: str, url: str, **options: Any) -> requests.Response:  # noqa: ANN401 - passed on to requests
        """Send a request and return the response. Raises ConnectionFailed, InvalidResponse."""
        with _converted_errors(url):
            return self._sessions.current().request(method, url, timeout=self._timeout, **options)

    @contextmanager
    def stream(self, url: str, *, chunk_bytes: int) -> Iterator[tuple[requests.Response, Iterator[bytes]]]:
        """Send a GET request; yield the response and its body in chunks.

        Raises ConnectionFailed, InvalidResponse.
        """
        with _converted_errors(url), self.send("GET", url, stream=True) as response:
            yield response, response.iter_content(chunk_bytes)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the delay in `Retry-After` (RFC 9110, 10.2.3) in seconds; None if missing or invalid."""
    value = headers.get("Retry-After")
    if value is None:
        return None
    try:
        return urllib3.Retry().parse_retry_after(value)
    except urllib3.exceptions.InvalidHeader:
        return None


@contextmanager
def _converted_errors(url: str) -> Iterator[None]:
    try:
        yield
    except _PERMANENT as error:
        raise InvalidResponse(
            f"Invalid URL or redirect at {origin(url)} ({type(error).__name__})."
        ) from error
    except exceptions.RequestException as error:
        raise ConnectionFailed(_message(error, origin(url))) from error


def origin(url: str) -> str:
    """Return the scheme, host and port of a URL, without user names, paths and signatures."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _message(error: exceptions.RequestException, server: str) -> str:
    if _never_connected(error):
        return f"Could not connect to {server}."
    if isinstance(error, exceptions.Timeout):
        return f"{server} did not respond in time."
    if isinstance(error, exceptions.SSLError):
        return f"Could not connect securely to {server}. Is its certificate valid?"
    return f"The connection to {server} was lost."


def _never_connected(error: exceptions.RequestException) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, exceptions.ConnectTimeout) or isinstance(
        reason, urllib3.exceptions.NewConnectionError
    )
