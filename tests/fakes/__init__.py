"""In-memory stand-ins for the ports. The contract suite runs over them and over the real adapters."""

from tests.fakes.clock import START, FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.storage import FakeOutputStorage, FakeSourceObject, FakeSourceStorage
from tests.fakes.store import FakeImageStore

__all__ = [
    "START",
    "FakeClock",
    "FakeEngine",
    "FakeImageStore",
    "FakeOutputStorage",
    "FakeSourceObject",
    "FakeSourceStorage",
]
