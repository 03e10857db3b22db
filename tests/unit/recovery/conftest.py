"""The application in memory, and a fake of the sender of events."""

import pytest

from tests.fakes import FakeEventSender
from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def app() -> InMemoryApp:
    return InMemoryApp()


@pytest.fixture
def sender() -> FakeEventSender:
    return FakeEventSender()
