"""The use cases of a processing run, wired to fakes."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.access.quotas import Quotas
from chalicelib.access.usage import Limits
from chalicelib.api import event_documents
from chalicelib.config.enums import Disposal, FormReuse
from chalicelib.domain.presets import Presets
from chalicelib.erasure.erasures import Erasures
from chalicelib.erasure.removal import Removal
from chalicelib.ports import ImageEngine
from chalicelib.processing.charges import Charges
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.face_detection import FaceDetection
from chalicelib.processing.form_uses import FormUses
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.moderation import Moderation
from chalicelib.processing.opening import Opening
from chalicelib.processing.pipeline import Pipeline
from chalicelib.processing.retirement import Retirement
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords
from tests.fakes import (
    FakeClock,
    FakeEngine,
    FakeErasureQueue,
    FakeEventPublisher,
    FakeImageStore,
    FakeInvalidationQueue,
    FakeMultipartStorage,
    FakeObjectVersions,
    FakeObserver,
    FakeOutputStorage,
    FakeRenderingUsage,
    FakeRetentionPolicies,
    FakeRetirementStore,
    FakeSourceStorage,
    FakeUsageStore,
    InlineExecutor,
    OutputVersions,
    SourceVersions,
)
from tests.unit.deployment import GRACE, ID_SECRET, LIFETIMES, LIMITS, PRESETS, SETTINGS


@dataclass
class InMemoryProcessing:
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeImageStore = field(default_factory=FakeImageStore)
    outputs: FakeOutputStorage = field(default_factory=FakeOutputStorage)
    grace: timedelta = GRACE
    retired: FakeRetirementStore = field(default_factory=FakeRetirementStore)
    engine: ImageEngine = field(default_factory=FakeEngine)
    executor: Callable[[], Executor] = InlineExecutor
    max_upload_bytes: int = SETTINGS.max_upload_bytes
    sources: FakeSourceStorage = field(init=False)
    publisher: FakeEventPublisher | None = None
    invalidations: FakeInvalidationQueue | None = None
    moderation: Moderation | None = None
    face_detection: FaceDetection | None = None
    disposal: Disposal = Disposal.KEEP
    observer: FakeObserver = field(default_factory=FakeObserver)
    presets: Presets = PRESETS
    form_reuse: FormReuse = FormReuse.REFUSE
    usage: FakeUsageStore = field(default_factory=FakeUsageStore)
    retention: FakeRetentionPolicies = field(default_factory=FakeRetentionPolicies)
    erasure_queue: FakeErasureQueue = field(default_factory=FakeErasureQueue)
    renderings: FakeRenderingUsage = field(default_factory=FakeRenderingUsage)
    uploads: FakeMultipartStorage = field(init=False)
    source_versions: FakeObjectVersions = field(init=False)
    output_versions: FakeObjectVersions = field(init=False)
    limits: Limits = LIMITS

    def __post_init__(self) -> None:
        self.sources = FakeSourceStorage(self.clock)
        self.uploads = FakeMultipartStorage(self.sources)
        self.source_versions = FakeObjectVersions(SourceVersions(self.sources))
        self.output_versions = FakeObjectVersions(OutputVersions(self.outputs))

    @property
    def records(self) -> ObjectRecords:
        return ObjectRecords(upload_prefix=SETTINGS.upload_prefix, store=self.store, secret=lambda: ID_SECRET)

    @property
    def cleanup(self) -> Cleanup:
        return Cleanup(
            presets=self.presets,
            store=self.store,
            outputs=self.outputs,
            retirement=self.retirement,
            renderings=self.renderings,
            clock=self.clock,
        )

    @property
    def retirement(self) -> Retirement:
        return Retirement(grace=self.grace, retired=self.retired, outputs=self.outputs, clock=self.clock)

    @property
    def outbox(self) -> EventOutbox:
        return EventOutbox(
            store=self.store,
            publisher=self.publisher,
            describe=lambda image: event_documents.describe(image, None, LIFETIMES, kernel=False),
        )

    @property
    def invalidation_outbox(self) -> InvalidationOutbox:
        return InvalidationOutbox(store=self.store, queue=self.invalidations, clock=self.clock)

    @property
    def pipeline(self) -> Pipeline:
        return Pipeline(
            settings=SETTINGS,
            store=self.store,
            records=self.records,
            steps=self.steps,
            cleanup=self.cleanup,
            invalidations=self.invalidation_outbox,
            outbox=self.outbox,
            opening=self.opening,
            observer=self.observer,
            clock=self.clock,
        )

    @property
    def erasures(self) -> Erasures:
        removal = Removal(store=self.store, sources=self.source_versions, outputs=self.output_versions)
        return Erasures(
            store=self.store,
            queue=self.erasure_queue,
            retirement=self.retirement,
            removal=removal,
            uploads=self.uploads,
            renderings=self.renderings,
            invalidations=self.invalidation_outbox,
            outbox=self.outbox,
            clock=self.clock,
        )

    @property
    def quotas(self) -> Quotas:
        return Quotas(usage=self.usage, limits=self.limits, form_lifetime=600, clock=self.clock)

    @property
    def opening(self) -> Opening:
        form_uses = FormUses(
            reuse=self.form_reuse,
            form_lifetime=SETTINGS.upload_expires,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            observer=self.observer,
        )
        return Opening(steps=self.steps, form_uses=form_uses, charges=Charges(quotas=self.quotas))

    @property
    def steps(self) -> Steps:
        return Steps(
            max_upload_bytes=self.max_upload_bytes,
            presets=self.presets,
            sources=self.sources,
            outputs=self.outputs,
            engine=self.engine,
            executor=self.executor,
            moderation=self.moderation,
            face_detection=self.face_detection,
            disposal=self.disposal,
            retention=self.retention,
            observer=self.observer,
            clock=self.clock,
        )

    def kept(self) -> dict[str, bytes]:
        """Return the stored outputs that are not retired, by key."""
        retired = self.retired.outputs
        return {output.key: body for output, body in self.outputs.stored.items() if output not in retired}
