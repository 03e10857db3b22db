"""Wire the use cases to the adapters."""

import secrets
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.access.read_quota import ReadQuota
from chalicelib.access.timed_cache import TimedCache
from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.on_demand import WithOnDemand
from chalicelib.config.enums import WorkflowMode
from chalicelib.config.rules import EXECUTION_LIFETIME
from chalicelib.domain.fair_share import shares
from chalicelib.images.change_metadata import ChangeMetadata
from chalicelib.images.current_file import CurrentFile
from chalicelib.images.delete import Delete
from chalicelib.images.erase import Erase
from chalicelib.images.expiry import FormExpiry
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.multipart_uploads import MultipartUploads
from chalicelib.images.reprocess import Reprocess
from chalicelib.images.status_access import StatusAccess
from chalicelib.images.upload_forms import UploadForms
from chalicelib.images.uploads import Uploads

if TYPE_CHECKING:
    from chalicelib.processing.fair_share import FairShare
    from chalicelib.processing.pipeline import Pipeline
    from chalicelib.workflow.start import WorkflowStarter
    from chalicelib.workflow.tasks import Tasks

# 128 random bits make image ids unguessable.
_TOKEN_BYTES = 16


# Seconds. After a new version, caches may lead to the previous file for this long.
_REDIRECT_LIFETIME = 60


class Darkroom(WithOnDemand):
    """The application of one deployment."""

    @cached_property
    def upload_forms(self) -> UploadForms:
        """Creates upload forms."""
        return UploadForms(
            settings=self.settings,
            presets=self.presets,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            clock=now,
            new_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        )

    @cached_property
    def uploads(self) -> Uploads:
        """Creates upload forms or, for large files, multipart uploads."""
        return Uploads(
            forms=self.upload_forms,
            multipart=self.multipart_uploads,
            store=self.store,
            secret=lambda: self._idempotency_secret,
            shown=self.lookup.expiry.shown,
        )

    @cached_property
    def multipart_uploads(self) -> MultipartUploads:
        """Creates and completes multipart uploads."""
        return MultipartUploads(
            forms=self.upload_forms,
            lookup=self.lookup,
            store=self.store,
            sources=self.sources,
            uploads=self.multipart_storage,
            url_lifetime=self.settings.upload_expires,
            clock=now,
        )

    @cached_property
    def lookup(self) -> ImageLookup:
        """Looks up images."""
        expiry = FormExpiry(
            form_lifetime=self.settings.upload_expires,
            stuck_after=timedelta(seconds=self.settings.stuck_after),
            store=self.store,
            sources=self.sources,
            request_run=self._request_run,
            clock=now,
        )
        return ImageLookup(store=self.store, records=self.records, outputs=self.outputs, expiry=expiry)

    @cached_property
    def status_access(self) -> StatusAccess:
        """Lets browsers read the status of one image."""
        return StatusAccess(
            lookup=self.lookup,
            secret=TimedCache(read=self.status_secret.read, clock=now),
            lifetime=self.settings.status_url_expires,
            clock=now,
        )

    @cached_property
    def current_file(self) -> CurrentFile:
        """Finds the file that replaced an earlier one."""
        return CurrentFile(public=self.variants_are_public, store=self.store, outputs=self.outputs)

    @property
    def redirect_lifetime(self) -> int:
        """Seconds for which caches may keep a redirect to a public file, or to a signed URL."""
        is_signed = self.settings.public_base_url is None
        return min(_REDIRECT_LIFETIME, self.settings.url_expires // 2) if is_signed else _REDIRECT_LIFETIME

    @cached_property
    def read_quota(self) -> ReadQuota:
        """Counts the images that owners read."""
        return ReadQuota(counter=self.usage, limit=self.settings.reads_per_day, clock=now)

    @cached_property
    def reprocess(self) -> Reprocess:
        """Re-renders an image. Raises ConfigurationError if the run could not start."""
        self.check_configuration()
        return Reprocess(
            process_function=self.settings.process_function,
            presets=self.presets,
            lookup=self.lookup,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            request_run=self._request_run,
            clock=now,
        )

    @cached_property
    def change_metadata(self) -> ChangeMetadata:
        """Changes the metadata of an image."""
        return ChangeMetadata(lookup=self.lookup, store=self.store)

    @cached_property
    def delete(self) -> Delete:
        """Deletes an image. Raises ConfigurationError, since the run at the end needs the presets."""
        # The run is wired on use. The object must not be gone before that fails.
        self.check_configuration()
        return Delete(lookup=self.lookup, deletion=self._deletion)

    @cached_property
    def erase(self) -> Erase:
        """Requests the erasure of an image."""
        return Erase(lookup=self.lookup, store=self.store, queue=self.erasure_queue, clock=now)

    @cached_property
    def workflow_starter(self) -> "WorkflowStarter":
        """Processes S3 events in workflow mode."""
        from chalicelib.workflow.start import WorkflowStarter

        return WorkflowStarter(
            upload_prefix=self.settings.upload_prefix,
            records=self.records,
            pipeline=self.pipeline,
            workflow=self.workflow,
            clock=now,
        )

    @property
    def processor(self) -> "Pipeline | WorkflowStarter":
        """Processes S3 events in the configured mode."""
        return (
            self.workflow_starter if self.settings.workflow is WorkflowMode.STEPFUNCTIONS else self.pipeline
        )

    @cached_property
    def fair_share(self) -> "FairShare":
        """Processes S3 events in the configured mode, within the shares of their owners."""
        from chalicelib.processing.fair_share import FairShare

        return FairShare(
            reconcile=self.processor.reconcile,
            shares=shares(self.settings.process_concurrency, self.settings.owner_share),
            leases=self.leases,
            queue=self.deferral_queue,
            store=self.store,
            observer=self.observer,
            clock=now,
        )

    @cached_property
    def tasks(self) -> "Tasks":
        """The tasks of the workflow."""
        from chalicelib.workflow.tasks import Tasks

        return Tasks(
            execution_lifetime=timedelta(seconds=EXECUTION_LIFETIME),
            pipeline=self.pipeline,
            dead_letters=self.dead_letters,
            start_over=self.processor.reconcile,
        )
