"""What surrounds the use cases: buckets, table, clock, queues and the CDN. Everything can be copied."""

from dataclasses import dataclass, field
from typing import Self

from chalicelib.models import Image, Status
from tests.fakes import (
    FakeClock,
    FakeDueItems,
    FakeEventPublisher,
    FakeImageStore,
    FakeInvalidationUsage,
    FakeRenderingClaims,
    FakeRenderingUsage,
    FakeRetentionPolicies,
    FakeRetirementStore,
    OutputVersions,
    SourceVersions,
)
from tests.fakes.multipart import FakeUpload
from tests.model.copies import copied, shallow
from tests.model.features import Features
from tests.model.multipart import NotifyingUploads
from tests.model.queues import (
    Cdn,
    Deferrals,
    Erasures,
    Invalidations,
    Neighbors,
    NeighborsLeases,
    RememberingWorkflow,
)
from tests.model.renditions import Viewer
from tests.model.services import (
    CachedOutputs,
    CountedUsage,
    LaggingRetirementStore,
    LaggingStore,
    ListedVersions,
    NotifyingSources,
    Resending,
)
from tests.model.tasks import Task
from tests.unit.deployment import OWNER


@dataclass
class Surroundings:
    """The ports of all runs, as attributes. `versions` are the files on demand by version."""

    key: str
    features: Features = field(default_factory=Features)
    clock: FakeClock = field(default_factory=FakeClock)
    store: LaggingStore = field(default_factory=LaggingStore)
    sources: NotifyingSources = field(default_factory=NotifyingSources)
    outputs: CachedOutputs = field(default_factory=CachedOutputs)
    retired: LaggingRetirementStore = field(default_factory=LaggingRetirementStore)
    usage: CountedUsage = field(default_factory=CountedUsage)
    invalidation_usage: FakeInvalidationUsage = field(default_factory=FakeInvalidationUsage)
    execution_names: RememberingWorkflow = field(default_factory=RememberingWorkflow)
    publisher: FakeEventPublisher = field(default_factory=FakeEventPublisher)
    open_uploads: dict[str, FakeUpload] = field(default_factory=dict)
    claims: FakeRenderingClaims = field(default_factory=FakeRenderingClaims)
    renderings: FakeRenderingUsage = field(default_factory=FakeRenderingUsage)
    versions: dict[str, bytes] = field(default_factory=dict)
    neighbors: Neighbors = field(default_factory=Neighbors)
    retention: FakeRetentionPolicies = field(default_factory=FakeRetentionPolicies)

    def __post_init__(self) -> None:
        self.sources.clock = self.clock

    @property
    def waiting(self) -> list[Task]:
        """Tasks that will start at some time: events and dead letters in transit."""
        return self.sources.waiting

    @property
    def due_items(self) -> FakeDueItems:
        return FakeDueItems(FakeImageStore(self.store.index), FakeRetirementStore(self.retired.index))

    @property
    def sender(self) -> Resending:
        return Resending(self.waiting)

    @property
    def invalidations(self) -> Invalidations:
        return Invalidations(self.waiting)

    @property
    def cdn(self) -> Cdn:
        return Cdn(self.outputs)

    @property
    def deferrals(self) -> Deferrals:
        return Deferrals(self.waiting)

    @property
    def uploads(self) -> NotifyingUploads:
        return NotifyingUploads(self.sources, self.open_uploads, waiting=self.waiting)

    @property
    def erasure_queue(self) -> Erasures:
        return Erasures(self.waiting)

    @property
    def source_versions(self) -> ListedVersions:
        return ListedVersions(SourceVersions(self.sources))

    @property
    def output_versions(self) -> ListedVersions:
        return ListedVersions(OutputVersions(self.outputs))

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.outputs, self.versions)

    @property
    def leases(self) -> NeighborsLeases:
        return NeighborsLeases(self.store, self.neighbors)

    @property
    def workflow(self) -> RememberingWorkflow:
        return RememberingWorkflow(self.clock, self.waiting, self.execution_names.names)

    @property
    def record(self) -> Image | None:
        """The record of the object. Whatever its id is, there is at most one."""
        return next(iter(self.store.images.values()), None)

    @property
    def owner(self) -> str:
        """The owner of the record, or of a new one."""
        return self.record.owner if self.record is not None else OWNER

    @property
    def is_unclaimed(self) -> bool:
        """Return whether the image has only the record that its form created."""
        return self.record is not None and self.record.status is Status.PENDING

    def catch_up(self) -> None:
        """Let the indexes show the current state."""
        self.store.catch_up()
        self.retired.catch_up()

    def copy(self) -> Self:
        copy = shallow(self)
        copy.clock = shallow(self.clock)
        copy.store = copied(self.store)
        copy.retention = copied(self.retention)
        copy.sources = copied(self.sources)
        copy.sources.clock = copy.clock
        copy.outputs = copied(self.outputs)
        copy.retired = copied(self.retired)
        copy.usage = copied(self.usage)
        copy.invalidation_usage = copied(self.invalidation_usage)
        copy.execution_names = copied(self.execution_names)
        copy.publisher = copied(self.publisher)
        copy.claims = copied(self.claims)
        copy.renderings = copied(self.renderings)
        copy.versions = dict(self.versions)
        copy.open_uploads = dict(self.open_uploads)
        return copy
