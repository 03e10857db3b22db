"""The use cases, wired to the adapters."""

import secrets
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.access.quotas import Quotas
from chalicelib.access.usage import Limits
from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.webhooks import WithWebhooks
from chalicelib.config.enums import WorkflowMode
from chalicelib.images.delete import Delete
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.reprocess import Reprocess
from chalicelib.images.upload_forms import UploadForms
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox

if TYPE_CHECKING:
    from chalicelib.processing.moderation import Moderation
    from chalicelib.processing.pipeline import Pipeline
    from chalicelib.processing.steps import Steps
    from chalicelib.recovery.dead_letters import DeadLetters
    from chalicelib.recovery.sweep import Sweep
    from chalicelib.workflow.start import WorkflowStarter
    from chalicelib.workflow.tasks import Tasks

# Bytes of randomness in an image id: unguessable.
_TOKEN_BYTES = 16


class Darkroom(WithWebhooks):
    """One wired application."""

    @cached_property
    def upload_forms(self) -> UploadForms:
        """Create upload forms."""
        return UploadForms(
            settings=self.settings,
            presets=self.presets,
            store=self.store,
            sources=self.sources,
            quotas=self._quotas,
            clock=now,
            new_token=lambda: secrets.token_urlsafe(_TOKEN_BYTES),
        )

    @cached_property
    def lookup(self) -> ImageLookup:
        """Look images up."""
        return ImageLookup(store=self.store, outputs=self.outputs)

    @cached_property
    def reprocess(self) -> Reprocess:
        """Render an image again."""
        return Reprocess(
            process_function=self.settings.process_function,
            lookup=self.lookup,
            store=self.store,
            sources=self.sources,
            quotas=self._quotas,
            request_run=self._request_run,
            clock=now,
        )

    @cached_property
    def delete(self) -> Delete:
        """Delete an image."""
        return Delete(lookup=self.lookup, store=self.store, sources=self.sources, reconcile=self._reconcile)

    @cached_property
    def pipeline(self) -> "Pipeline":
        """What events set off."""
        from chalicelib.processing.pipeline import Pipeline

        return Pipeline(
            settings=self.settings,
            store=self.store,
            steps=self.steps,
            cleanup=self.cleanup,
            outbox=self.outbox,
            observer=self.observer,
            clock=now,
        )

    @cached_property
    def steps(self) -> "Steps":
        """What a run does with an image."""
        from chalicelib.processing.steps import Steps

        return Steps(
            max_upload_bytes=self.settings.max_upload_bytes,
            presets=self.presets,
            sources=self.sources,
            outputs=self.outputs,
            engine=self.engine,
            moderation=self.moderation,
            disposal=self.settings.moderation_refused,
            observer=self.observer,
            clock=now,
        )

    @cached_property
    def moderation(self) -> "Moderation | None":
        """What looks at images before they are shown, if anything does."""
        if self.moderator is None:
            return None
        from chalicelib.processing.moderation import Moderation

        return Moderation(
            moderator=self.moderator,
            engine=self.engine,
            threshold=self.settings.moderation_threshold,
            labels=self.settings.moderation_labels,
        )

    @cached_property
    def workflow_starter(self) -> "WorkflowStarter":
        """What events set off in workflow mode."""
        from chalicelib.workflow.start import WorkflowStarter

        return WorkflowStarter(
            upload_prefix=self.settings.upload_prefix,
            store=self.store,
            pipeline=self.pipeline,
            workflow=self.workflow,
        )

    @property
    def processor(self) -> "Pipeline | WorkflowStarter":
        """What events set off, here or in the workflow."""
        return (
            self.workflow_starter if self.settings.workflow is WorkflowMode.STEPFUNCTIONS else self.pipeline
        )

    @cached_property
    def tasks(self) -> "Tasks":
        """What the workflow's functions do."""
        from chalicelib.workflow.tasks import Tasks

        return Tasks(
            pipeline=self.pipeline, dead_letters=self.dead_letters, start_over=self.processor.reconcile
        )

    @cached_property
    def dead_letters(self) -> "DeadLetters":
        """What is left to do when every attempt has failed."""
        from chalicelib.recovery.dead_letters import DeadLetters

        return DeadLetters(
            upload_prefix=self.settings.upload_prefix,
            store=self.store,
            sources=self.sources,
            pipeline=self.pipeline,
            clock=now,
        )

    @cached_property
    def sweep(self) -> "Sweep":
        """What takes up again whatever got stuck."""
        from chalicelib.recovery.sweep import Sweep

        return Sweep(
            stuck_after=timedelta(seconds=self.settings.stuck_after),
            store=self.store,
            pipeline=self.pipeline,
            process=self.processor.process,
            dead_letters=self.dead_letters,
            clock=now,
        )

    @cached_property
    def cleanup(self) -> Cleanup:
        """What clears outputs away."""
        return Cleanup(store=self.store, outputs=self.outputs)

    @cached_property
    def outbox(self) -> EventOutbox:
        """What tells others of outcomes."""
        from chalicelib.api import events

        # What a CDN serves stays where it is; what has to be signed does not.
        url_of = self.outputs.url if self.settings.public_base_url else None
        return EventOutbox(
            store=self.store,
            publisher=self.publisher,
            describe=lambda image: events.describe(image, url_of),
        )

    @cached_property
    def _quotas(self) -> Quotas:
        settings = self.settings
        limits = Limits(
            images=settings.images_per_day, bytes=settings.bytes_per_day, forms=settings.open_forms
        )
        return Quotas(usage=self.usage, limits=limits, form_life=settings.upload_expires, clock=now)

    def _reconcile(self, key: str) -> None:
        self.pipeline.reconcile(key)

    def _request_run(self, key: str) -> None:
        self.sender.send(key, None)
