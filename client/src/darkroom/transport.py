"""One HTTP exchange. What requests raises becomes ConnectionFailed, in words without signed URLs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests import exceptions

from darkroom.errors import ConnectionFailed, InvalidResponse
from darkroom.sessions import Sessions

FIRST_SERVER_ERROR = 500  # of the HTTP statuses

# Cannot be sent or followed at all, so that another try would end the same way.
_UNUSABLE = (
    exceptions.InvalidURL,
    exceptions.MissingSchema,
    exceptions.InvalidSchema,
    exceptions.TooManyRedirects,
)


class Transport:
    """Sends requests, from any thread. `timeout`: seconds without a sign of life from the other side."""

    def __init__(self, sessions: Sessions, timeout: float) -> None:
        self._sessions = sessions
        self._timeout = timeout

    def send(self, method: str, url: str, **options: Any) -> requests.Response:  # noqa: ANN401 - requests' own
        """Return the answer, whatever its status. Raises ConnectionFailed, InvalidResponse."""
        with _faults_named(url):
            return self._sessions.current().request(method, url, timeout=self._timeout, **options)

    @contextmanager
    def stream(self, url: str, *, chunk_bytes: int) -> Iterator[tuple[requests.Response, Iterator[bytes]]]:
        """GET the answer's head and, chunk by chunk, its body. Raises ConnectionFailed, InvalidResponse."""
        with _faults_named(url), self.send("GET", url, stream=True) as response:
            yield response, response.iter_content(chunk_bytes)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return how many seconds `Retry-After` asks to wait (RFC 9110, 10.2.3); None if it does not say."""
    value = headers.get("Retry-After")
    if value is None:
        return None
    try:
        return urllib3.Retry().parse_retry_after(value)
    except urllib3.exceptions.InvalidHeader:
        return None


@contextmanager
def _faults_named(url: str) -> Iterator[None]:
    try:
        yield
    except _UNUSABLE as error:
        raise InvalidResponse(f"{origin(url)}: {type(error).__name__}, the URL cannot be used") from error
    except exceptions.RequestException as error:
        raise ConnectionFailed(f"{origin(url)}: {_words(error)}") from error


def origin(url: str) -> str:
    """Keep scheme, host and port: user names, paths and signatures are nobody's business in a log."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _words(error: exceptions.RequestException) -> str:
    if _never_connected(error):
        return "cannot connect"
    if isinstance(error, exceptions.Timeout):
        return "no answer in time"
    if isinstance(error, exceptions.SSLError):
        return "no secure connection; is its certificate valid?"
    return "the connection broke"


def _never_connected(error: exceptions.RequestException) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, exceptions.ConnectTimeout) or isinstance(
        reason, urllib3.exceptions.NewConnectionError
    )
