"""What the client's tests share."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import responses
from darkroom import Client

from tests.unit.client import documents, service
from tests.unit.client.clocks import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    """Canned answers instead of the network, given in the order in which they were added."""
    with responses.RequestsMock(registry=responses.registries.OrderedRegistry) as mock:
        yield mock


@pytest.fixture
def client(clock: FakeClock) -> Iterator[Client]:
    with Client(documents.URL, clock=clock) as made:
        yield made


@pytest.fixture
def live_service() -> Iterator[service.Service]:
    with service.running() as running:
        yield running


@pytest.fixture
def live_client(live_service: service.Service, clock: FakeClock) -> Iterator[Client]:
    with Client(live_service.url, clock=clock) as made:
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "cat.jpg"
    path.write_bytes(b"meow")
    return path


@pytest.fixture
def unused_port() -> int:
    """A port on loopback at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set for the command must not reach the tests."""
    monkeypatch.delenv("DARKROOM_URL", raising=False)
    monkeypatch.delenv("DARKROOM_TOKEN", raising=False)


@pytest.fixture
def at_service(live_service: service.Service, monkeypatch: pytest.MonkeyPatch) -> service.Service:
    """The live service, where the command finds it."""
    monkeypatch.setenv("DARKROOM_URL", live_service.url)
    return live_service
