"""Endpoints that are slow, send endless bodies or do not speak HTTP."""

import socket
import time
from contextlib import suppress

import pytest

from chalicelib.errors import DeliveryFailed
from tests.contract.http_helpers import BODY, HEADERS, make_client, served, silent

pytestmark = pytest.mark.timeout(60)

TIMEOUT = 0.5


def not_http(connection: socket.socket) -> None:
    connection.recv(65_536)
    connection.sendall(b"what?\r\n\r\n")


def endless_body(connection: socket.socket) -> None:
    """Send a response whose body does not end."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    try:
        while True:
            connection.sendall(b"x" * 65_536)
    except OSError:
        return


def test_a_silent_endpoint_is_disconnected() -> None:
    with served(silent) as url, pytest.raises(DeliveryFailed, match="did not respond"):
        make_client(timeout=TIMEOUT).post(url, HEADERS, BODY)


def test_an_endpoint_that_sends_headers_so_slowly_that_no_single_read_times_out_is_disconnected() -> None:
    pieces = 0

    def slow_headers(connection: socket.socket) -> None:
        nonlocal pieces
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        with suppress(OSError):
            while True:
                connection.sendall(b"y")
                pieces += 1
                time.sleep(TIMEOUT / 5)

    with served(slow_headers) as url, pytest.raises(DeliveryFailed, match="did not respond"):
        make_client(timeout=TIMEOUT).post(url, HEADERS, BODY)
    # Those of five times the limit. Seconds would also count how long a busy machine lets both sides wait.
    assert pieces < 25


def test_a_response_that_is_not_http_is_a_failure() -> None:
    with served(not_http) as url, pytest.raises(DeliveryFailed, match="did not respond"):
        make_client().post(url, HEADERS, BODY)


def test_the_body_of_a_response_is_not_read() -> None:
    with served(endless_body) as url:
        assert make_client().post(url, HEADERS, BODY).status == 200
