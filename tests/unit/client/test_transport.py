"""Requests that get no response, and what the errors say."""

import socket
from collections.abc import Iterator

import pytest
from darkroom import Client, ConnectionFailed, InvalidResponse

from tests.unit.client.clients import Connect
from tests.unit.client.clocks import FakeClock
from tests.unit.client.payloads import URL
from tests.unit.client.web import Web

IMAGE_URL = f"{URL}/images/id1"
SECRET = "signature=secret"  # noqa: S105 - stands for what a URL may contain


@pytest.fixture
def full_port() -> Iterator[int]:
    """A local port whose queue of connections is full, so that further ones are never accepted."""
    with socket.socket() as server, socket.socket() as first:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        port = int(server.getsockname()[1])
        first.connect(("127.0.0.1", port))
        yield port


def error_of(client: Client) -> str:
    with pytest.raises(ConnectionFailed) as caught:
        client.get("id1")
    assert caught.value.__cause__
    return str(caught.value)


def test_an_unreachable_service_is_named(connect: Connect, unused_port: int) -> None:
    with connect(f"http://me:pass@127.0.0.1:{unused_port}") as client:
        assert error_of(client) == f"Could not connect to http://127.0.0.1:{unused_port}."


def test_a_host_that_never_accepts_is_unreachable(connect: Connect, full_port: int) -> None:
    with connect(f"http://127.0.0.1:{full_port}", timeout=0.05) as client:
        assert error_of(client) == f"Could not connect to http://127.0.0.1:{full_port}."


def test_a_service_that_does_not_respond_in_time_is_named(connect: Connect, web: Web) -> None:
    for _ in range(4):
        web.get(IMAGE_URL, silent=True)

    with connect(URL, timeout=0.05) as client:
        assert error_of(client) == "http://darkroom.test did not respond in time."


def test_a_service_without_tls_is_not_secure(connect: Connect, web: Web) -> None:
    server = web.proxy_url.replace("http://", "https://")

    with connect(server) as client:
        assert error_of(client) == f"Could not connect securely to {server}. Is its certificate valid?"


def test_a_lost_connection_is_named(connect: Connect, web: Web) -> None:
    for _ in range(4):
        web.get("http://darkroom.test/images/id1", lost=True)

    with connect("http://me:pass@darkroom.test") as client:
        assert error_of(client) == "The connection to http://darkroom.test was lost."


def test_does_not_retry_endless_redirects(client: Client, web: Web, clock: FakeClock) -> None:
    for _ in range(31):
        web.get(IMAGE_URL, status=302, headers={"Location": IMAGE_URL})

    with pytest.raises(InvalidResponse, match=r"Invalid URL or redirect at http://darkroom\.test"):
        client.get("id1")
    assert clock.pauses == []
    web.expected.clear()  # httpx gives up after 20 redirects


def test_does_not_retry_a_redirect_to_another_scheme(client: Client, web: Web, clock: FakeClock) -> None:
    web.get(IMAGE_URL, status=302, headers={"Location": f"ftp://darkroom.test/?{SECRET}"})

    with pytest.raises(InvalidResponse, match="Invalid URL or redirect") as caught:
        client.get("id1")
    assert SECRET not in str(caught.value)
    assert clock.pauses == []
