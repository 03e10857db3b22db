"""The use cases wired to fakes: a complete application in memory."""

from dataclasses import dataclass, field
from itertools import count

from chalicelib.images.change_metadata import ChangeMetadata
from chalicelib.images.delete import Delete, Deletion
from chalicelib.images.erase import Erase
from chalicelib.images.expiry import FormExpiry
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.multipart_uploads import MultipartUploads
from chalicelib.images.reprocess import Reprocess
from chalicelib.images.upload_forms import UploadForms
from chalicelib.images.uploads import Uploads
from chalicelib.models import Image, Source
from chalicelib.processing.outcome import Outcome
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.ended_images import EndedImages
from chalicelib.recovery.ended_uploads import EndedUploads
from chalicelib.recovery.expirations import Expirations
from chalicelib.recovery.retired_outputs import RetiredOutputs
from chalicelib.recovery.sweep import Sweep
from chalicelib.workflow.start import WorkflowStarter
from chalicelib.workflow.tasks import Tasks
from tests.fakes import (
    FakeDueItems,
    FakeEventSender,
    FakeWorkflow,
)
from tests.unit.deployment import EXECUTION_LIFETIME, KEY, PART_SIZE, SETTINGS, STUCK_AFTER
from tests.unit.in_memory_processing import InMemoryProcessing


@dataclass
class InMemoryApp(InMemoryProcessing):
    sender: FakeEventSender = field(default_factory=FakeEventSender)
    workflow: FakeWorkflow = field(default_factory=FakeWorkflow)
    tokens: "count[int]" = field(default_factory=lambda: count(1))

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
            resume=lambda key: self.sender.send(key, None),
            resume_erasure=self.erasures.resume,
            dead_letters=self.dead_letters,
            expirations=self.expirations,
            clock=self.clock,
        )

    @property
    def ended_images(self) -> EndedImages:
        return EndedImages(
            store=self.store,
            outputs=self.outputs,
            policies=self.retention,
            delete=self.deletion.run,
            invalidations=self.invalidation_outbox,
            outbox=self.outbox,
            clock=self.clock,
        )

    @property
    def expirations(self) -> Expirations:
        return Expirations(
            due_items=FakeDueItems(self.store, self.retired),
            remove_retired=self.retired_outputs.remove_due,
            end_image=self.ended_images.end_due,
            end_upload=EndedUploads(store=self.store, uploads=self.uploads, clock=self.clock).end_due,
            clock=self.clock,
        )

    @property
    def retired_outputs(self) -> RetiredOutputs:
        return RetiredOutputs(
            grace=self.grace, store=self.store, retired=self.retired, outputs=self.outputs, clock=self.clock
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
            execution_lifetime=EXECUTION_LIFETIME,
            pipeline=self.pipeline,
            dead_letters=self.dead_letters,
            start_over=self.workflow_starter.reconcile,
        )

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
    def multipart_uploads(self) -> MultipartUploads:
        return MultipartUploads(
            forms=self.upload_forms,
            lookup=self.lookup,
            store=self.store,
            sources=self.sources,
            uploads=self.uploads,
            url_lifetime=SETTINGS.upload_expires,
            part_size=lambda _size: PART_SIZE,
            clock=self.clock,
        )

    @property
    def new_uploads(self) -> Uploads:
        return Uploads(
            forms=self.upload_forms,
            multipart=self.multipart_uploads,
            store=self.store,
            secret=lambda: b"secret",
            shown=self.lookup.expiry.shown,
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
        return ImageLookup(store=self.store, records=self.records, outputs=self.outputs, expiry=expiry)

    @property
    def reprocess(self) -> Reprocess:
        return Reprocess(
            process_function=SETTINGS.process_function,
            presets=self.presets,
            lookup=self.lookup,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            request_run=lambda key: self.sender.send(key, None),
            clock=self.clock,
        )

    @property
    def change_metadata(self) -> ChangeMetadata:
        return ChangeMetadata(lookup=self.lookup, store=self.store)

    @property
    def erase(self) -> Erase:
        return Erase(lookup=self.lookup, store=self.store, queue=self.erasure_queue, clock=self.clock)

    @property
    def deletion(self) -> Deletion:
        return Deletion(
            store=self.store,
            sources=self.sources,
            uploads=self.uploads,
            reconcile=self.pipeline.reconcile,
        )

    @property
    def delete(self) -> Delete:
        return Delete(lookup=self.lookup, deletion=self.deletion)

    def put(self, content: bytes, key: str = KEY) -> Source:
        return self.sources.put(key, content)

    def reconcile(self, hint: Source | None = None, key: str = KEY) -> Outcome:
        return self.pipeline.reconcile(key, hint)

    def image(self, key: str = KEY) -> Image:
        image = self.records.find(key)
        assert image is not None
        return image
