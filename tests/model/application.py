"""The application under test: the real use cases, or mutants of them, wired to the given ports."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from chalicelib.access.ports import UsageStore
from chalicelib.access.quotas import Quotas
from chalicelib.api import event_documents
from chalicelib.config.enums import FormReuse
from chalicelib.domain.presets import Presets
from chalicelib.images.delete import Delete
from chalicelib.images.expiry import FormExpiry
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.upload_forms import UploadForms
from chalicelib.models import DueKind, VariantSpec
from chalicelib.ports import (
    Clock,
    DueItems,
    EventPublisher,
    EventSender,
    ImageEngine,
    ImageStore,
    InvalidationQueue,
    OutputStorage,
    RetirementStore,
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
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.expirations import Expirations
from chalicelib.recovery.sweep import Sweep
from tests.fakes import FakeEngine, FakeEventSender, FakeObserver, FakeUsageStore
from tests.model.components import Components
from tests.unit.deployment import GRACE, ID_SECRET, LIMITS, SETTINGS

STUCK_AFTER = timedelta(seconds=SETTINGS.stuck_after)

# Two variants, so that a run can crash between storing them.
PRESETS = Presets(
    presets=(
        VariantSpec(name="small", width=100, height=100),
        VariantSpec(name="large", width=200, height=200),
    ),
    default=("small", "large"),
)


@dataclass(frozen=True, kw_only=True)
class Application:
    """The use cases wired to ports."""

    components: Components
    store: ImageStore
    sources: SourceStorage
    outputs: OutputStorage
    retired: RetirementStore
    due_items: DueItems
    clock: Clock
    publisher: EventPublisher | None = None
    invalidations: InvalidationQueue | None = None
    engine: ImageEngine = field(default_factory=FakeEngine)
    observer: Observer = field(default_factory=FakeObserver)
    sender: EventSender = field(default_factory=FakeEventSender)
    usage: UsageStore = field(default_factory=FakeUsageStore)
    form_reuse: FormReuse = FormReuse.REFUSE

    @property
    def records(self) -> ObjectRecords:
        return self.components.records(
            upload_prefix=SETTINGS.upload_prefix, store=self.store, secret=lambda: ID_SECRET
        )

    @property
    def cleanup(self) -> Cleanup:
        return self.components.cleanup(
            store=self.store,
            outputs=self.outputs,
            retirement=Retirement(grace=GRACE, retired=self.retired, outputs=self.outputs, clock=self.clock),
        )

    @property
    def outbox(self) -> EventOutbox:
        return self.components.outbox(
            store=self.store,
            publisher=self.publisher,
            describe=lambda image: event_documents.describe(image, None),
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
            moderation=moderation,
            observer=self.observer,
            clock=self.clock,
        )

    @property
    def dead_letters(self) -> DeadLetters:
        return self.components.dead_letters(
            upload_prefix=SETTINGS.upload_prefix,
            records=self.records,
            sources=self.sources,
            pipeline=self.pipeline,
            clock=self.clock,
        )

    @property
    def sweep(self) -> Sweep:
        return self.components.sweep(
            stuck_after=STUCK_AFTER,
            store=self.store,
            pipeline=self.pipeline,
            resume=lambda key: self.sender.send(key, None),
            dead_letters=self.dead_letters,
            expirations=self.expirations,
            clock=self.clock,
        )

    @property
    def expirations(self) -> Expirations:
        retired_outputs = self.components.retired_outputs(
            grace=GRACE, store=self.store, retired=self.retired, outputs=self.outputs, clock=self.clock
        )
        return Expirations(
            due_items=self.due_items,
            handlers={DueKind.RETIRED_OUTPUTS: retired_outputs.remove_due},
            clock=self.clock,
        )

    @property
    def lookup(self) -> ImageLookup:
        expiry = FormExpiry(
            form_lifetime=SETTINGS.upload_expires,
            stuck_after=STUCK_AFTER,
            store=self.store,
            sources=self.sources,
            request_run=lambda key: self.sender.send(key, None),
            clock=self.clock,
        )
        return self.components.lookup(
            store=self.store, records=self.records, outputs=self.outputs, expiry=expiry
        )

    @property
    def delete(self) -> Delete:
        return Delete(
            lookup=self.lookup,
            store=self.store,
            sources=self.sources,
            reconcile=self.pipeline.reconcile,
        )

    @property
    def upload_forms(self) -> UploadForms:
        tokens = count(1)
        return UploadForms(
            settings=SETTINGS,
            presets=PRESETS,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            clock=self.clock,
            new_token=lambda: f"token{next(tokens):017}",
        )
