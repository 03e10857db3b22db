"""The application under test: the real use cases, or mutants of them, wired to the given ports."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from chalicelib.erasure.erasures import Erasures
from chalicelib.erasure.owners import RetentionChange
from chalicelib.images.delete import Delete, Deletion
from chalicelib.images.erase import Erase
from chalicelib.images.expiry import FormExpiry
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.multipart_uploads import MultipartUploads
from chalicelib.images.upload_forms import UploadForms
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.ended_images import EndedImages
from chalicelib.recovery.ended_uploads import EndedUploads
from chalicelib.recovery.expirations import Expirations
from chalicelib.recovery.sweep import Sweep
from tests.model.processing import Processing
from tests.model.renditions import PRESETS
from tests.unit.deployment import GRACE, PART_SIZE, SETTINGS

STUCK_AFTER = timedelta(seconds=SETTINGS.stuck_after)


@dataclass(frozen=True, kw_only=True)
class Application(Processing):
    """Adds recovery, and what the API does."""

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
            resume_erasure=self.erasures.resume,
            dead_letters=self.dead_letters,
            expirations=self.expirations,
            clock=self.clock,
        )

    @property
    def ended_images(self) -> EndedImages:
        return self.components.ended_images(
            store=self.store,
            outputs=self.outputs,
            policies=self.retention,
            delete=self.deletion.run,
            invalidations=self.components.invalidations(
                store=self.store, queue=self.invalidations, clock=self.clock
            ),
            outbox=self.outbox,
            clock=self.clock,
        )

    @property
    def ended_uploads(self) -> EndedUploads:
        return self.components.ended_uploads(store=self.store, uploads=self.uploads, clock=self.clock)

    @property
    def expirations(self) -> Expirations:
        retired_outputs = self.components.retired_outputs(
            grace=GRACE, store=self.store, retired=self.retired, outputs=self.outputs, clock=self.clock
        )
        return Expirations(
            due_items=self.due_items,
            remove_retired=retired_outputs.remove_due,
            end_image=self.ended_images.end_due,
            end_upload=self.ended_uploads.end_due,
            clock=self.clock,
        )

    @property
    def erasures(self) -> Erasures:
        removal = self.components.removal(
            store=self.store, sources=self.source_versions, outputs=self.output_versions
        )
        return self.components.erasures(
            store=self.store,
            queue=self.erasure_queue,
            retirement=self.retirement,
            removal=removal,
            uploads=self.uploads,
            renderings=self.renderings,
            invalidations=self.components.invalidations(
                store=self.store, queue=self.invalidations, clock=self.clock
            ),
            outbox=self.outbox,
            clock=self.clock,
        )

    @property
    def retention_change(self) -> RetentionChange:
        return self.components.retention_change(store=self.store, policies=self.retention)

    @property
    def erase(self) -> Erase:
        return Erase(lookup=self.lookup, store=self.store, queue=self.erasure_queue, clock=self.clock)

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
    def deletion(self) -> Deletion:
        return self.components.deletion(
            store=self.store,
            sources=self.sources,
            uploads=self.uploads,
            reconcile=self.pipeline.reconcile,
        )

    @property
    def delete(self) -> Delete:
        return Delete(lookup=self.lookup, deletion=self.deletion)

    @property
    def multipart_uploads(self) -> MultipartUploads:
        return self.components.multipart_uploads(
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
