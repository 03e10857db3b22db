"""Fetch the JSON documents of an issuer, within limits for their size and for the whole time it takes."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from urllib.parse import urlsplit

# Large issuers publish a few kilobytes.
MAX_BYTES = 256 * 1024


class DocumentUnavailable(Exception):
    """The document could not be fetched; the message says why."""


def fetch_document(url: str, *, seconds: float) -> object:
    """Return the parsed document. Redirects are not followed. Raises DocumentUnavailable.

    The time limit also holds for a server that sends one byte at a time.
    """
    try:
        started = time.monotonic()
        with (
            closing(_connect(url, seconds)) as connection,
            _time_limit(connection.sock, started + seconds - time.monotonic()),
        ):
            content = _get(connection, url)
        return json.loads(content)
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise DocumentUnavailable(f"{url}: {error or type(error).__name__}") from error


def _connect(url: str, seconds: float) -> HTTPConnection:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    connection.connect()
    return connection


def _get(connection: HTTPConnection, url: str) -> bytes:
    parts = urlsplit(url)
    target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    connection.request("GET", target, headers={"Accept": "application/json", "Connection": "close"})
    response = connection.getresponse()
    if response.status != HTTPStatus.OK:
        raise ValueError(f"the status is {response.status}")
    content = response.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValueError(f"the document has more than {MAX_BYTES} bytes")
    return content


@contextmanager
def _time_limit(sock: socket.socket, seconds: float) -> Iterator[None]:
    """Shut the connection down when the time is up, even if data still arrives. Raises TimeoutError."""
    expired = Event()

    def shut_down() -> None:
        expired.set()
        with suppress(OSError):
            # SSLSocket.shutdown would discard the TLS state while another thread reads.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = Timer(seconds, shut_down)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    # A response that was interrupted looks like one that has ended.
    if expired.is_set():
        raise TimeoutError("the time limit was exceeded")
