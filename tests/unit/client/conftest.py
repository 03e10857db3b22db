"""Fixtures for the client tests."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from darkroom import Client

from tests.unit.client import payloads
from tests.unit.client.clients import KINDS, Connect, connecting
from tests.unit.client.clocks import FakeClock
from tests.unit.client.fake_service import FakeService, running_service
from tests.unit.client.web import Web, running_web


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Canned responses of hosts that do not exist, returned in the order in which they were added."""
    with running_web() as running:
        monkeypatch.setenv("http_proxy", running.proxy_url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield running
    assert running.differences == []
    assert running.expected == []


@pytest.fixture(params=KINDS)
def connect(request: pytest.FixtureRequest, web: Web, clock: FakeClock) -> Iterator[Connect]:
    """A function that creates a client: once for Client, once for AsyncClient."""
    del web  # httpx reads the address of the proxy when it creates a client
    with connecting(request.param, clock) as create:
        yield create


@pytest.fixture
def client(connect: Connect) -> Iterator[Client]:
    with connect(payloads.URL) as client:
        yield client


@pytest.fixture
def live_service() -> Iterator[FakeService]:
    with running_service() as running:
        yield running


@pytest.fixture
def live_client(live_service: FakeService, connect: Connect) -> Iterator[Client]:
    with connect(live_service.url) as client:
        yield client


@pytest.fixture
def image_file(tmp_path: Path) -> Path:
    path = tmp_path / "cat.jpg"
    path.write_bytes(b"meow")
    return path


@pytest.fixture
def unused_port() -> int:
    """A local port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the developer's own settings for the command."""
    monkeypatch.delenv("DARKROOM_URL", raising=False)
    monkeypatch.delenv("DARKROOM_TOKEN", raising=False)


@pytest.fixture
def configured_service(live_service: FakeService, monkeypatch: pytest.MonkeyPatch) -> FakeService:
    """The live service, with DARKROOM_URL pointing to it."""
    monkeypatch.setenv("DARKROOM_URL", live_service.url)
    return live_service
