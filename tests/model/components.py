"""The classes that the application under test consists of."""

from dataclasses import dataclass

from chalicelib.cdn.invalidation import Invalidation
from chalicelib.erasure.erasures import Erasures
from chalicelib.erasure.owners import RetentionChange
from chalicelib.erasure.removal import Removal
from chalicelib.images.delete import Deletion
from chalicelib.images.lookup import ImageLookup
from chalicelib.images.multipart_uploads import MultipartUploads
from chalicelib.on_demand.rendering import OnDemandRendering
from chalicelib.on_demand.single_rendering import SingleRendering
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.fair_share import FairShare
from chalicelib.processing.form_uses import FormUses
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.pipeline import Pipeline
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.ended_images import EndedImages
from chalicelib.recovery.ended_uploads import EndedUploads
from chalicelib.recovery.retired_outputs import RetiredOutputs
from chalicelib.recovery.sweep import Sweep
from chalicelib.workflow.start import WorkflowStarter


@dataclass(frozen=True, kw_only=True)
class Components:
    """The classes that the application consists of. The defaults are the real ones."""

    pipeline: type[Pipeline] = Pipeline
    dead_letters: type[DeadLetters] = DeadLetters
    cleanup: type[Cleanup] = Cleanup
    sweep: type[Sweep] = Sweep
    retired_outputs: type[RetiredOutputs] = RetiredOutputs
    outbox: type[EventOutbox] = EventOutbox
    invalidations: type[InvalidationOutbox] = InvalidationOutbox
    invalidation: type[Invalidation] = Invalidation
    steps: type[Steps] = Steps
    records: type[ObjectRecords] = ObjectRecords
    form_uses: type[FormUses] = FormUses
    lookup: type[ImageLookup] = ImageLookup
    fair_share: type[FairShare] = FairShare
    starter: type[WorkflowStarter] = WorkflowStarter
    ended_images: type[EndedImages] = EndedImages
    removal: type[Removal] = Removal
    retention_change: type[RetentionChange] = RetentionChange
    deletion: type[Deletion] = Deletion
    multipart_uploads: type[MultipartUploads] = MultipartUploads
    ended_uploads: type[EndedUploads] = EndedUploads
    erasures: type[Erasures] = Erasures
    single_rendering: type[SingleRendering] = SingleRendering
    on_demand_rendering: type[OnDemandRendering] = OnDemandRendering
