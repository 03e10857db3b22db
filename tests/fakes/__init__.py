"""In-memory stand-ins for the ports. The contract suite runs over them and over the real adapters."""

from tests.fakes.bulk_reads import FakeImageSurvey
from tests.fakes.clock import START, FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.moderator import FakeModerator
from tests.fakes.observer import FakeObserver
from tests.fakes.publisher import FakeEventPublisher
from tests.fakes.sender import FakeEventSender
from tests.fakes.storage import FakeOutputStorage, FakeSourceObject, FakeSourceStorage
from tests.fakes.store import FakeImageStore
from tests.fakes.tokens import FakeTokenStore
from tests.fakes.usage import FakeUsageStore
from tests.fakes.webhooks import FakeEndpointStore, FakeWebhookQueue, FakeWebhookSender
from tests.fakes.workflow import FakeWorkflow

__all__ = [
    "START",
    "FakeClock",
    "FakeEndpointStore",
    "FakeEngine",
    "FakeEventPublisher",
    "FakeEventSender",
    "FakeImageStore",
    "FakeImageSurvey",
    "FakeModerator",
    "FakeObserver",
    "FakeOutputStorage",
    "FakeSourceObject",
    "FakeSourceStorage",
    "FakeTokenStore",
    "FakeUsageStore",
    "FakeWebhookQueue",
    "FakeWebhookSender",
    "FakeWorkflow",
]
