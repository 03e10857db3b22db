"""Fixtures for the client tests."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import responses
from darkroom import Client

from tests.unit.client import payloads
from tests.unit.client.clocks import FakeClock
from tests.unit.client.fake_service import FakeService, running_service


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    """Canned responses, returned in the order in which they were added."""
    with responses.RequestsMock(registry=responses.registries.OrderedRegistry) as mock:
        yield mock


@pytest.fixture
def client(clock: FakeClock) -> Iterator[Client]:
    with Client(payloads.URL, clock=clock) as client:
        yield client


@pytest.fixture
def live_service() -> Iterator[FakeService]:
    with running_service() as running:
        yield running


@pytest.fixture
def live_client(live_service: FakeService, clock: FakeClock) -> Iterator[Client]:
    with Client(live_service.url, clock=clock) as client:
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
