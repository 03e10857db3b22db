"""What unit tests of several packages share."""

import pytest

from tests.unit.in_memory_app import InMemoryApp


@pytest.fixture
def app() -> InMemoryApp:
    """Return the use cases on fakes. Some tests replace it with others."""
    return InMemoryApp()
