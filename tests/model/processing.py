"""The use cases of a processing run, or mutants of them, wired to the given ports."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Protocol

from chalicelib.access.ports import UsageStore
from chalicelib.access.quotas import Quotas
from chalicelib.api import event_documents
from chalicelib.config.enums import FormReuse
from chalicelib.ports import (
    Clock,
    DueItems,
    ErasureQueue,
    EventPublisher,
    EventSender,
    ImageEngine,
    ImageStore,
    InvalidationQueue,
    MultipartStorage,
    ObjectVersions,
    OutputStorage,
    RenderingUsage,
    RetentionPolicies,
    RetirementStore,
    RunningRenderings,
    SourceStorage,
)
from chalicelib.ports.observer import Observer
from chalicelib.processing.charges import Charges
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.form_uses import FormUses
from chalicelib.processing.moderation import Moderation
from chalicelib.processing.opening import Opening
from chalicelib.processing.pipeline import Pipeline
from chalicelib.processing.retirement import Retirement
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords
from tests.fakes import (
    FakeErasureQueue,
    FakeEventSender,
    FakeObserver,
    FakeRenderingUsage,
    FakeRetentionPolicies,
    FakeUsageStore,
    InlineExecutor,
)
from tests.model.components import Components
from tests.model.renditions import PRESETS, FocusedEngine
from tests.unit.deployment import GRACE, ID_SECRET, LIFETIMES, LIMITS, SETTINGS


class ImageRenderings(RenderingUsage, RunningRenderings, Protocol):
    """The counters of renderings on demand, which also tell whether one can still be running."""


@dataclass(frozen=True, kw_only=True)
class Processing:
    """The use cases of a processing run, wired to ports."""

    components: Components
    store: ImageStore
    sources: SourceStorage
    uploads: MultipartStorage
    outputs: OutputStorage
    retired: RetirementStore
    due_items: DueItems
    clock: Clock
    publisher: EventPublisher | None = None
    invalidations: InvalidationQueue | None = None
    engine: ImageEngine = field(default_factory=FocusedEngine)
    executor: Callable[[], Executor] = InlineExecutor
    observer: Observer = field(default_factory=FakeObserver)
    sender: EventSender = field(default_factory=FakeEventSender)
    usage: UsageStore = field(default_factory=FakeUsageStore)
    form_reuse: FormReuse = FormReuse.REFUSE
    retention: RetentionPolicies = field(default_factory=FakeRetentionPolicies)
    erasure_queue: ErasureQueue = field(default_factory=FakeErasureQueue)
    renderings: ImageRenderings = field(default_factory=FakeRenderingUsage)
    source_versions: ObjectVersions
    output_versions: ObjectVersions

    @property
    def records(self) -> ObjectRecords:
        return self.components.records(
            upload_prefix=SETTINGS.upload_prefix, store=self.store, secret=lambda: ID_SECRET
        )

    @property
    def cleanup(self) -> Cleanup:
        return self.components.cleanup(
            presets=PRESETS,
            store=self.store,
            outputs=self.outputs,
            retirement=self.retirement,
            renderings=self.renderings,
            clock=self.clock,
        )

    @property
    def retirement(self) -> Retirement:
        return Retirement(grace=GRACE, retired=self.retired, outputs=self.outputs, clock=self.clock)

    @property
    def outbox(self) -> EventOutbox:
        return self.components.outbox(
            store=self.store,
            publisher=self.publisher,
            describe=lambda image: event_documents.describe(image, None, LIFETIMES, kernel=False),
        )

    @property
    def pipeline(self) -> Pipeline:
        return self.components.pipeline(
            settings=SETTINGS,
            store=self.store,
            records=self.records,
            steps=self.steps,
            cleanup=self.cleanup,
            invalidations=self.components.invalidations(
                store=self.store, queue=self.invalidations, clock=self.clock
            ),
            outbox=self.outbox,
            opening=self.opening,
            observer=self.observer,
            clock=self.clock,
        )

    @property
    def quotas(self) -> Quotas:
        return Quotas(usage=self.usage, limits=LIMITS, form_lifetime=600, clock=self.clock)

    @property
    def opening(self) -> Opening:
        charges = Charges(quotas=self.quotas)
        return Opening(steps=self.steps, form_uses=self.form_uses, charges=charges)

    @property
    def form_uses(self) -> FormUses:
        return self.components.form_uses(
            reuse=self.form_reuse,
            form_lifetime=SETTINGS.upload_expires,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            observer=self.observer,
        )

    @property
    def steps(self) -> Steps:
        return self.with_moderation(None)

    def with_moderation(self, moderation: Moderation | None) -> Steps:
        """Return the steps, with or without moderation."""
        return self.components.steps(
            max_upload_bytes=SETTINGS.max_upload_bytes,
            presets=PRESETS,
            sources=self.sources,
            outputs=self.outputs,
            engine=self.engine,
            executor=self.executor,
            moderation=moderation,
            retention=self.retention,
            observer=self.observer,
            clock=self.clock,
        )
