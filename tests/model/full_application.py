"""The application with the features that a deployment can switch on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.cdn.invalidation import Invalidation
from chalicelib.models import ImageInfo, Label, Source
from chalicelib.ports import (
    Cdn,
    DeferralQueue,
    InvalidationQueue,
    InvalidationUsage,
    Leases,
    Workflow,
)
from chalicelib.processing.fair_share import FairShare, Reconcile
from chalicelib.processing.moderation import Moderation
from chalicelib.processing.steps import Steps
from chalicelib.workflow.start import WorkflowStarter
from chalicelib.workflow.tasks import Tasks
from tests.model.features import SHARES, UNLIMITED, Features
from tests.model.on_demand_application import OnDemandApplication
from tests.unit.deployment import EXECUTION_LIFETIME, SETTINGS

# The second request for an image is beyond its owner's quota.
INVALIDATIONS_PER_DAY = 1


class Censor:
    """A moderator that finds the word `indecent`."""

    def labels(
        self, key: str, source: Source, info: ImageInfo, previews: Callable[[], Sequence[bytes]]
    ) -> Sequence[Label]:
        del key, source, info
        found = any(b"indecent" in preview for preview in previews())
        return [Label(name="Indecent", confidence=99)] if found else []


@dataclass(frozen=True, kw_only=True)
class FullApplication(OnDemandApplication):
    """Adds the workflow, shares, moderation and the consumer of invalidations."""

    features: Features
    leases: Leases
    deferrals: DeferralQueue
    workflow: Workflow
    cdn: Cdn
    invalidation_queue: InvalidationQueue
    invalidation_usage: InvalidationUsage

    @property
    def steps(self) -> Steps:
        moderation = Moderation(moderator=Censor(), engine=self.engine, threshold=50)
        return self.with_moderation(moderation if self.features.moderation else None)

    @property
    def reconcile(self) -> Reconcile:
        """Processes events in the world's mode."""
        return self.starter.reconcile if self.features.workflow else self.pipeline.reconcile

    @property
    def fair_share(self) -> FairShare:
        return self.components.fair_share(
            reconcile=self.reconcile,
            shares=SHARES if self.features.shares else UNLIMITED,
            leases=self.leases,
            queue=self.deferrals,
            store=self.store,
            observer=self.observer,
            clock=self.clock,
        )

    @property
    def starter(self) -> WorkflowStarter:
        return self.components.starter(
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
            start_over=self.starter.reconcile,
        )

    @property
    def invalidation(self) -> Invalidation:
        return self.components.invalidation(
            cdn=self.cdn,
            queue=self.invalidation_queue,
            usage=self.invalidation_usage,
            per_day=INVALIDATIONS_PER_DAY,
            clock=self.clock,
        )
