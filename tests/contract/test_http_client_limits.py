"""Endpoints that are slow, send endless bodies or do not speak HTTP."""

import socket
import time

import pytest

from chalicelib.errors import DeliveryFailed
from tests.contract.http_helpers import BODY, HEADERS, Serve, make_client, served

TIMEOUT = 0.5


def silent(connection: socket.socket) -> None:
    connection.recv(65_536)
    time.sleep(3 * TIMEOUT)


def slow_headers(connection: socket.socket) -> None:
    """Send headers slowly, so that no single read times out."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        try:
            connection.sendall(b"X-%d: y\r\n" % number)
        except OSError:
            return
        time.sleep(TIMEOUT / 5)


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


@pytest.mark.parametrize("serve", [silent, slow_headers])
def test_a_slow_endpoint_is_disconnected(serve: Serve) -> None:
    with served(serve) as url:
        started = time.monotonic()
        with pytest.raises(DeliveryFailed, match="did not respond"):
            make_client(timeout=TIMEOUT).post(url, HEADERS, BODY)
        assert time.monotonic() - started < 5 * TIMEOUT


def test_a_response_that_is_not_http_is_a_failure() -> None:
    with served(not_http) as url, pytest.raises(DeliveryFailed, match="did not respond"):
        make_client().post(url, HEADERS, BODY)


def test_the_body_of_a_response_is_not_read() -> None:
    with served(endless_body) as url:
        assert make_client().post(url, HEADERS, BODY).status == 200
