"""In-memory fakes of the ports. The contract tests run against them and the real adapters."""

from tests.fakes.bulk_reads import FakeBulkReader
from tests.fakes.cdn import FakeCdn, FakeInvalidationQueue, FakeInvalidationUsage
from tests.fakes.clock import START, FakeClock
from tests.fakes.detector import FakeDetector
from tests.fakes.engine import EngineWithoutLarge, FakeEngine
from tests.fakes.erasure import FakeErasureQueue, FakeObjectVersions, OutputVersions, SourceVersions
from tests.fakes.executor import InlineExecutor
from tests.fakes.fair_share import FakeDeferralQueue, FakeLeases
from tests.fakes.moderator import FakeModerator
from tests.fakes.multipart import FakeMultipartStorage
from tests.fakes.observer import FakeObserver
from tests.fakes.on_demand import (
    FakeRenderingClaims,
    FakeRenderingFunction,
    FakeRenderingUsage,
    FakeSigningKeys,
)
from tests.fakes.publisher import FakeEventPublisher
from tests.fakes.retention import FakeRetentionPolicies
from tests.fakes.retirement import FakeDueItems, FakeRetirementStore
from tests.fakes.sender import FakeEventSender
from tests.fakes.storage import FakeArtifactStorage, FakeOutputStorage, FakeSourceObject, FakeSourceStorage
from tests.fakes.store import FakeImageStore
from tests.fakes.tokens import FakeTokenStore
from tests.fakes.usage import FakeUsageStore
from tests.fakes.webhooks import FakeEndpointStore, FakeWebhookClient, FakeWebhookQueue
from tests.fakes.workflow import FakeWorkflow

__all__ = [
    "START",
    "EngineWithoutLarge",
    "FakeArtifactStorage",
    "FakeBulkReader",
    "FakeCdn",
    "FakeClock",
    "FakeDeferralQueue",
    "FakeDetector",
    "FakeDueItems",
    "FakeEndpointStore",
    "FakeEngine",
    "FakeErasureQueue",
    "FakeEventPublisher",
    "FakeEventSender",
    "FakeImageStore",
    "FakeInvalidationQueue",
    "FakeInvalidationUsage",
    "FakeLeases",
    "FakeModerator",
    "FakeMultipartStorage",
    "FakeObjectVersions",
    "FakeObserver",
    "FakeOutputStorage",
    "FakeRenderingClaims",
    "FakeRenderingFunction",
    "FakeRenderingUsage",
    "FakeRetentionPolicies",
    "FakeRetirementStore",
    "FakeSigningKeys",
    "FakeSourceObject",
    "FakeSourceStorage",
    "FakeTokenStore",
    "FakeUsageStore",
    "FakeWebhookClient",
    "FakeWebhookQueue",
    "FakeWorkflow",
    "InlineExecutor",
    "OutputVersions",
    "SourceVersions",
]
