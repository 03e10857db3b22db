"""Webhooks over TLS: the client connects to an address but checks the certificate for the host."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import trustme

from chalicelib.errors import DeliveryFailed
from tests.contract.http_helpers import BODY, HEADERS, make_client, served, silent

pytestmark = pytest.mark.timeout(60)

TIMEOUT = 0.5


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@contextmanager
def https_server(authority: trustme.CA, name: str) -> Iterator[int]:
    """Serve HTTPS with a certificate for a name; yield the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)

    def serve(connection: socket.socket) -> None:
        try:
            with context.wrap_socket(connection, server_side=True) as tls:
                # Read everything: closing with unread data would discard the response.
                received = b""
                while BODY not in received:
                    received += tls.recv(65_536)
                tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except OSError:
            return  # the client has rejected the certificate

    with served(serve) as url:
        yield int(url.split(":")[2].partition("/")[0])


def test_the_certificate_must_be_valid_for_the_host(
    authority: trustme.CA, trusting_context: ssl.SSLContext
) -> None:
    client = make_client(tls=trusting_context, resolve=lambda *_: ["127.0.0.1"])
    with https_server(authority, "hooks.example.com") as port:
        assert client.post(f"https://hooks.example.com:{port}/", HEADERS, BODY).status == 200
        with pytest.raises(DeliveryFailed, match="certificate"):
            client.post(f"https://other.example.com:{port}/", HEADERS, BODY)


def test_an_untrusted_certificate_is_refused(authority: trustme.CA) -> None:
    client = make_client(resolve=lambda *_: ["127.0.0.1"])
    with (
        https_server(authority, "hooks.example.com") as port,
        pytest.raises(DeliveryFailed, match="certificate"),
    ):
        client.post(f"https://hooks.example.com:{port}/", HEADERS, BODY)


def test_a_slow_handshake_is_aborted(trusting_context: ssl.SSLContext) -> None:
    client = make_client(tls=trusting_context, timeout=TIMEOUT, resolve=lambda *_: ["127.0.0.1"])
    with served(silent) as url, pytest.raises(DeliveryFailed, match="did not respond"):
        client.post(url.replace("http:", "https:"), HEADERS, BODY)


class SlowContext(ssl.SSLContext):
    """Exceeds the time limit while it wraps the socket."""

    def wrap_socket(self, *arguments: Any, **options: Any) -> ssl.SSLSocket:
        wrapped = super().wrap_socket(*arguments, **options)
        time.sleep(2 * TIMEOUT)
        return wrapped


def test_nothing_is_sent_after_the_time_limit() -> None:
    received: list[bytes] = []

    def listening(connection: socket.socket) -> None:
        received.append(connection.recv(65_536))

    tls = SlowContext(ssl.PROTOCOL_TLS_CLIENT)
    client = make_client(tls=tls, timeout=TIMEOUT, resolve=lambda *_: ["127.0.0.1"])
    with served(listening) as url:
        with pytest.raises(DeliveryFailed, match="time limit was exceeded"):
            client.post(url.replace("http:", "https:"), HEADERS, BODY)
        deadline = time.monotonic() + 5
        while not received:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert received == [b""]
