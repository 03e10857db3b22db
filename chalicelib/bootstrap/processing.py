"""Wire the use cases of a processing run to the adapters."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.access.quotas import Quotas
from chalicelib.access.usage import Limits
from chalicelib.bootstrap.cdn import WithCdn
from chalicelib.bootstrap.clock import now
from chalicelib.bootstrap.loading import without_collection
from chalicelib.config.enums import WorkflowMode
from chalicelib.domain.kept_data import DataLifetimes
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.retirement import Retirement

if TYPE_CHECKING:
    from chalicelib.processing.face_detection import FaceDetection
    from chalicelib.processing.moderation import Moderation
    from chalicelib.processing.opening import Opening
    from chalicelib.processing.pipeline import Pipeline
    from chalicelib.processing.steps import Steps


class WithProcessing(WithCdn):
    """Adds the use cases of a processing run."""

    @cached_property
    @without_collection()
    def pipeline(self) -> "Pipeline":
        """Processes uploads."""
        from chalicelib.processing.pipeline import Pipeline

        return Pipeline(
            settings=self.settings,
            store=self.store,
            records=self.records,
            steps=self.steps,
            cleanup=self.cleanup,
            invalidations=self.invalidation_outbox,
            outbox=self.outbox,
            opening=self.opening,
            observer=self.observer,
            clock=now,
        )

    @cached_property
    def quotas(self) -> Quotas:
        """Counts and limits the usage of each owner."""
        settings = self.settings
        limits = Limits(
            images=settings.images_per_day, bytes=settings.bytes_per_day, forms=settings.open_forms
        )
        return Quotas(usage=self.usage, limits=limits, form_lifetime=settings.upload_expires, clock=now)

    @cached_property
    def opening(self) -> "Opening":
        """Opens uploads that their forms and the quotas of their owners allow."""
        from chalicelib.processing.charges import Charges
        from chalicelib.processing.form_uses import FormUses
        from chalicelib.processing.opening import Opening

        form_uses = FormUses(
            reuse=self.settings.form_reuse,
            form_lifetime=self.settings.upload_expires,
            store=self.store,
            sources=self.sources,
            quotas=self.quotas,
            observer=self.observer,
        )
        return Opening(steps=self.steps, form_uses=form_uses, charges=Charges(quotas=self.quotas))

    @cached_property
    def steps(self) -> "Steps":
        """The steps of a run."""
        from chalicelib.processing import parallel_storing
        from chalicelib.processing.steps import Steps

        return Steps(
            max_upload_bytes=self.settings.max_upload_bytes,
            presets=self.presets,
            sources=self.sources,
            outputs=self.outputs,
            engine=self.engine,
            executor=parallel_storing.threads,
            moderation=self.moderation,
            face_detection=self.face_detection,
            disposal=self.settings.moderation_refused,
            retention=self.retention_policies,
            observer=self.observer,
            clock=now,
        )

    @cached_property
    def moderation(self) -> "Moderation | None":
        """Content moderation, if it is on."""
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
    def face_detection(self) -> "FaceDetection | None":
        """Face detection, if it is on."""
        if self.detector is None:
            return None
        from chalicelib.processing.face_detection import FaceDetection

        return FaceDetection(detector=self.detector, engine=self.engine)

    @cached_property
    def cleanup(self) -> Cleanup:
        """Clears stale outputs."""
        return Cleanup(
            presets=self.presets,
            store=self.store,
            outputs=self.outputs,
            retirement=self.retirement,
            renderings=self.rendering_usage,
            clock=now,
        )

    @cached_property
    def retirement(self) -> Retirement:
        """Keeps replaced outputs for a while."""
        return Retirement(
            grace=self._grace,
            retired=self.retired,
            outputs=self.outputs,
            clock=now,
        )

    @property
    def _grace(self) -> timedelta:
        return timedelta(days=self.settings.grace_days)

    @cached_property
    def outbox(self) -> EventOutbox:
        """Publishes events about outcomes."""
        from chalicelib.api import event_documents

        # Events contain variant URLs only if they are permanent: signed URLs would expire.
        url_of = self.outputs.url if self.settings.public_base_url else None
        return EventOutbox(
            store=self.store,
            publisher=self.publisher,
            describe=lambda image: event_documents.describe(
                image,
                url_of,
                self.data_lifetimes,
                kernel=self.uses_kernel,
                on_demand=self.on_demand_urls(),
            ),
        )

    @cached_property
    def data_lifetimes(self) -> DataLifetimes:
        """How long data about erased images stays."""
        return DataLifetimes(
            logs=timedelta(days=self.settings.log_retention_days),
            has_executions=self.settings.workflow is WorkflowMode.STEPFUNCTIONS,
        )
