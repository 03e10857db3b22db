"""Webhooks over TLS: the connection is to an address, the certificate has to be the host's."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import trustme

from chalicelib.errors import DeliveryFailed
from tests.contract.sending import BODY, HEADERS, a_sender, served

TIMEOUT = 0.5


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@contextmanager
def secured(authority: trustme.CA, name: str) -> Iterator[int]:
    """Serve HTTPS with a certificate for a name; yield the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)

    def serve(connection: socket.socket) -> None:
        try:
            with context.wrap_socket(connection, server_side=True) as tls:
                # all of it: closing with something unread would take the answer away, too
                received = b""
                while BODY not in received:
                    received += tls.recv(65_536)
                tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            return  # the client has hung up: it does not like the certificate

    with served(serve) as url:
        yield int(url.split(":")[2].partition("/")[0])


def test_the_certificate_has_to_be_the_hosts(authority: trustme.CA, trusting: ssl.SSLContext) -> None:
    sender = a_sender(tls=trusting, resolve=lambda *_: ["127.0.0.1"])
    with secured(authority, "hooks.example.com") as port:
        assert sender.post(f"https://hooks.example.com:{port}/", HEADERS, BODY).status == 200
        with pytest.raises(DeliveryFailed, match="certificate"):
            sender.post(f"https://other.example.com:{port}/", HEADERS, BODY)


def test_a_certificate_that_nobody_vouches_for_is_refused(authority: trustme.CA) -> None:
    sender = a_sender(resolve=lambda *_: ["127.0.0.1"])
    with secured(authority, "hooks.example.com") as port, pytest.raises(DeliveryFailed, match="certificate"):
        sender.post(f"https://hooks.example.com:{port}/", HEADERS, BODY)


def test_a_handshake_that_takes_too_long_is_cut_off(trusting: ssl.SSLContext) -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(65_536)
        time.sleep(3 * TIMEOUT)

    sender = a_sender(tls=trusting, timeout=TIMEOUT, resolve=lambda *_: ["127.0.0.1"])
    with served(silent) as url, pytest.raises(DeliveryFailed, match="gave no answer"):
        sender.post(url.replace("http:", "https:"), HEADERS, BODY)


class Dawdling(ssl.SSLContext):
    """Takes the socket over, and then too long."""

    def wrap_socket(self, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        secured = super().wrap_socket(*arguments, **options)
        time.sleep(2 * TIMEOUT)
        return secured


def test_nothing_is_sent_once_time_is_over() -> None:
    received: list[bytes] = []

    def listening(connection: socket.socket) -> None:
        received.append(connection.recv(65_536))

    tls = Dawdling(ssl.PROTOCOL_TLS_CLIENT)
    sender = a_sender(tls=tls, timeout=TIMEOUT, resolve=lambda *_: ["127.0.0.1"])
    with served(listening) as url:
        with pytest.raises(DeliveryFailed, match="took too long"):
            sender.post(url.replace("http:", "https:"), HEADERS, BODY)
        deadline = time.monotonic() + 5
        while not received:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert received == [b""]
