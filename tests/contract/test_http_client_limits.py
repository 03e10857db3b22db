"""Endpoints that are slow, endless or no endpoints at all."""

import socket
import time

import pytest

from chalicelib.errors import DeliveryFailed
from tests.contract.sending import BODY, HEADERS, Serve, a_sender, served

TIMEOUT = 0.5


def silent(connection: socket.socket) -> None:
    connection.recv(65_536)
    time.sleep(3 * TIMEOUT)


def dripping(connection: socket.socket) -> None:
    """Send a header now and then, for ever: no single read takes long."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        try:
            connection.sendall(b"X-%d: y\r\n" % number)
        except OSError:
            return
        time.sleep(TIMEOUT / 5)


def rude(connection: socket.socket) -> None:
    connection.recv(65_536)
    connection.sendall(b"what?\r\n\r\n")


def endless(connection: socket.socket) -> None:
    """EndpointResponse, with a body that does not end."""
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    try:
        while True:
            connection.sendall(b"x" * 65_536)
    except OSError:
        return


@pytest.mark.parametrize("serve", [silent, dripping])
def test_an_endpoint_that_takes_too_long_is_cut_off(serve: Serve) -> None:
    with served(serve) as url:
        started = time.monotonic()
        with pytest.raises(DeliveryFailed, match="gave no answer"):
            a_sender(timeout=TIMEOUT).post(url, HEADERS, BODY)
        assert time.monotonic() - started < 5 * TIMEOUT


def test_an_endpoint_that_does_not_speak_http_is_a_failure() -> None:
    with served(rude) as url, pytest.raises(DeliveryFailed, match="gave no answer"):
        a_sender().post(url, HEADERS, BODY)


def test_the_body_of_an_answer_is_not_waited_for() -> None:
    with served(endless) as url:
        assert a_sender().post(url, HEADERS, BODY).status == 200
