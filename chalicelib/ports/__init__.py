"""Interfaces between the use cases and the outside world.

Adapters implement these protocols structurally. A contract test suite runs against each fake and its adapter.
"""

from chalicelib.ports.cdn import Cdn, InvalidationQueue, InvalidationUsage
from chalicelib.ports.clock import Clock
from chalicelib.ports.erasure import ErasureQueue, ObjectVersions, OwnerItems
from chalicelib.ports.multipart import MultipartStorage
from chalicelib.ports.on_demand import (
    RenderingClaims,
    RenderingFunction,
    RenderingUsage,
    RunningRenderings,
    SigningKeys,
)
from chalicelib.ports.owners import DeferralQueue, Leases, OwnerQuotas, RetentionPolicies
from chalicelib.ports.processing import (
    Detector,
    EventPublisher,
    EventSender,
    ImageEngine,
    Moderator,
    Workflow,
)
from chalicelib.ports.records import BulkReader, DueItems, ImageStore, RetirementStore
from chalicelib.ports.storage import ArtifactStorage, OutputStorage, SourceObject, SourceStorage
