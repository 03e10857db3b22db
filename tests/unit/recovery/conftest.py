"""A fake of the sender of events."""

import pytest

from tests.fakes import FakeEventSender


@pytest.fixture
def sender() -> FakeEventSender:
    return FakeEventSender()
