"""The use cases wired to fakes: a complete application in memory."""

from dataclasses import dataclass, field
from itertools import count

from chalicelib.access.quotas import Quotas
from chalicelib.access.usage import Limits
from chalicelib.api import event_documents
from chalicelib.config.enums import Disposal, FormReuse
from chalicelib.domain.presets import Presets
from chalicelib.images.delete import Delete
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.reprocess import Reprocess
from chalicelib.images.upload_forms import UploadForms
from chalicelib.models import Image, Source
from chalicelib.ports import ImageEngine
from chalicelib.processing.charges import Charges
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.form_uses import FormUses
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.moderation import Moderation
from chalicelib.processing.opening import Opening
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Pipeline
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.sweep import Sweep
from chalicelib.workflow.start import WorkflowStarter
from chalicelib.workflow.tasks import Tasks
from tests.fakes import (
    FakeClock,
    FakeEngine,
    FakeEventPublisher,
    FakeEventSender,
    FakeImageStore,
    FakeInvalidationQueue,
    FakeObserver,
    FakeOutputStorage,
    FakeSourceStorage,
    FakeUsageStore,
    FakeWorkflow,
)
from tests.unit.deployment import ID_SECRET, KEY, LIMITS, PRESETS, SETTINGS, STUCK_AFTER


@dataclass
class InMemoryApp:
    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeImageStore = field(default_factory=FakeImageStore)
    outputs: FakeOutputStorage = field(default_factory=FakeOutputStorage)
    engine: ImageEngine = field(default_factory=FakeEngine)
    max_upload_bytes: int = SETTINGS.max_upload_bytes
    sources: FakeSourceStorage = field(init=False)
    sender: FakeEventSender = field(default_factory=FakeEventSender)
    publisher: FakeEventPublisher | None = None
    invalidations: FakeInvalidationQueue | None = None
    moderation: Moderation | None = None
    disposal: Disposal = Disposal.KEEP
    form_reuse: FormReuse = FormReuse.REFUSE
    workflow: FakeWorkflow = field(default_factory=FakeWorkflow)
    observer: FakeObserver = field(default_factory=FakeObserver)
    presets: Presets = PRESETS
    usage: FakeUsageStore = field(default_factory=FakeUsageStore)
    limits: Limits = LIMITS
    tokens: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.sources = FakeSourceStorage(self.clock)

    @property
    def records(self) -> ObjectRecords:
        return ObjectRecords(upload_prefix=SETTINGS.upload_prefix, store=self.store, secret=lambda: ID_SECRET)

    @property
    def cleanup(self) -> Cleanup:
        return Cleanup(store=self.store, outputs=self.outputs)

    @property
    def outbox(self) -> EventOutbox:
        return EventOutbox(
            store=self.store,
            publisher=self.publisher,
            describe=lambda image: event_documents.describe(image, None),
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
    def opening(self) -> Opening:
        charges = Charges(quotas=self.quotas)
        return Opening(steps=self.steps, form_uses=self.form_uses, charges=charges)

    @property
    def form_uses(self) -> FormUses:
        return FormUses(
            reuse=self.form_reuse,
            form_lifetime=SETTINGS.upload_expires,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            observer=self.observer,
        )

    @property
    def steps(self) -> Steps:
        return Steps(
            max_upload_bytes=self.max_upload_bytes,
            presets=self.presets,
            sources=self.sources,
            outputs=self.outputs,
            engine=self.engine,
            moderation=self.moderation,
            disposal=self.disposal,
            observer=self.observer,
            clock=self.clock,
        )

    @property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(
            upload_prefix=SETTINGS.upload_prefix,
            records=self.records,
            sources=self.sources,
            pipeline=self.pipeline,
            clock=self.clock,
        )

    @property
    def sweep(self) -> Sweep:
        return Sweep(
            stuck_after=STUCK_AFTER,
            store=self.store,
            pipeline=self.pipeline,
            process=self.pipeline.process,
            dead_letters=self.dead_letters,
            clock=self.clock,
        )

    @property
    def workflow_starter(self) -> WorkflowStarter:
        return WorkflowStarter(
            upload_prefix=SETTINGS.upload_prefix,
            records=self.records,
            pipeline=self.pipeline,
            workflow=self.workflow,
            clock=self.clock,
        )

    @property
    def tasks(self) -> Tasks:
        return Tasks(
            pipeline=self.pipeline, dead_letters=self.dead_letters, start_over=self.workflow_starter.reconcile
        )

    @property
    def quotas(self) -> Quotas:
        return Quotas(usage=self.usage, limits=self.limits, form_lifetime=600, clock=self.clock)

    @property
    def upload_forms(self) -> UploadForms:
        return UploadForms(
            settings=SETTINGS,
            presets=self.presets,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            clock=self.clock,
            new_token=lambda: f"token{next(self.tokens):017}",
        )

    @property
    def lookup(self) -> ImageLookup:
        return ImageLookup(store=self.store, records=self.records, outputs=self.outputs)

    @property
    def reprocess(self) -> Reprocess:
        return Reprocess(
            process_function=SETTINGS.process_function,
            lookup=self.lookup,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            request_run=lambda key: self.sender.send(key, None),
            clock=self.clock,
        )

    @property
    def delete(self) -> Delete:
        return Delete(
            lookup=self.lookup, store=self.store, sources=self.sources, reconcile=self.pipeline.reconcile
        )

    def put(self, content: bytes, key: str = KEY) -> Source:
        return self.sources.put(key, content)

    def reconcile(self, hint: Source | None = None, key: str = KEY) -> Outcome:
        return self.pipeline.reconcile(key, hint)

    def image(self, key: str = KEY) -> Image:
        image = self.records.find(key)
        assert image is not None
        return image
