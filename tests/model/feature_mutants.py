"""Classes that break one rule each about owners, forms, expiry, the CDN or the workflow."""

from collections.abc import Sequence

from msgspec.structs import replace

from chalicelib.cdn.invalidation import Invalidation, Requests
from chalicelib.cdn.invalidation import Outcome as InvalidationOutcome
from chalicelib.domain import keys
from chalicelib.domain.form_use import FormUse
from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.images.lookup import ImageLookup
from chalicelib.models import Failure, Image, Lease, Result, Source, Status, StoredVariant
from chalicelib.ports import SourceObject
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.fair_share import FairShare
from chalicelib.processing.form_uses import FormUses
from chalicelib.processing.steps import Steps
from chalicelib.workflow.start import WorkflowStarter
from tests.fakes import START
from tests.model.services import LaggingStore
from tests.unit.deployment import OWNER


class KeepsExpiry(LaggingStore):
    """Claims a form's record or a tombstone, and leaves the date when the table deletes it."""

    def claim(self, fresh: Image, lease: Lease | None = None, *, is_attempt: bool = True) -> Image:
        before = self.images.get(fresh.id)
        claimed = super().claim(fresh, lease, is_attempt=is_attempt)
        if before is not None:
            claimed = replace(claimed, expires_at=before.expires_at)
            self.images[fresh.id] = claimed
        return claimed


class KeepsTombstones(Steps, frozen=True):
    def missing(self, image: Image) -> Result:
        result = super().missing(image)
        return replace(result, image=replace(result.image, expires_at=None))


class ForgetsOwner(LaggingStore):
    """Gives an image that comes back after its deletion to the default owner."""

    def claim(self, fresh: Image, lease: Lease | None = None, *, is_attempt: bool = True) -> Image:
        before = self.images.get(fresh.id)
        claimed = super().claim(fresh, lease, is_attempt=is_attempt)
        if before is not None and before.status is Status.DELETED:
            claimed = replace(claimed, owner=OWNER)
            self.images[fresh.id] = claimed
        return claimed


class ShowsToEveryone(ImageLookup, frozen=True):
    def get(self, image_id: str, *, owner: str) -> Image:
        image = self.store.get(image_id)
        return super().get(image_id, owner=image.owner if image is not None else owner)


class DropsDeferredEvents(FairShare, frozen=True):
    """Leaves deferred images to the sweep after it has noted them."""

    def _defer(self, image: Image, event: ObjectEvent, deferrals: int) -> None:
        del event, deferrals
        self.store.defer(replace(image, status=Status.PROCESSING), self.clock())


class NotesDeferralFirst(FairShare, frozen=True):
    """Notes the deferral before the event is in the queue, and takes the note for the event after a crash."""

    def _defer(self, image: Image, event: ObjectEvent, deferrals: int) -> None:
        if deferrals == 0 and image.status is Status.PROCESSING:
            return
        self.store.defer(image, self.clock())
        super()._defer(image, event, deferrals)


class CountsNoUses(FormUses, frozen=True):
    def _count(self, image: Image, version: Source) -> bool:
        del image, version
        return True


class CountsBeforeListing(FormUses, frozen=True):
    """Counts a version again if another run claims the record in between."""

    def _admit(self, image: Image, opened: SourceObject) -> Image | None:
        if image.upload_policy is not None and self._judge(image, opened.source) is FormUse.FURTHER:
            super()._count(image, opened.source)
        return super()._admit(image, opened)

    def _count(self, image: Image, version: Source) -> bool:
        del image, version
        return True


class AdmitsEveryUse(FormUses, frozen=True):
    def _judge(self, image: Image, version: Source) -> FormUse:
        use = super()._judge(image, version)
        return FormUse.FURTHER if use is FormUse.REFUSED else use


class KeepsRefusedVersions(FormUses, frozen=True):
    """Ignores the event of a refused version without removing it."""

    def screen(self, image: Image, version: Source) -> FormUse:
        return self._judge(image, version)


class ReadsRecordBeforeListing(Cleanup, frozen=True):
    """Reads the record first, so that a run that claims after that loses its outputs."""

    def finish(self, image: Image) -> Image:
        current = self.store.get(image.id)
        if current is None or current.revision != image.revision:
            return image
        own_view = LaggingStore({image.id: image})
        cleared = Cleanup.finish(replace(self, store=own_view), image)
        if cleared != image:
            self.store.finalize(cleared)
        return cleared


class KeepsCopiesOfRejected(Steps, frozen=True):
    def rejected(
        self, image: Image, source: Source, failure: Failure, stored: Sequence[StoredVariant] = ()
    ) -> Result:
        result = super().rejected(image, source, failure, stored)
        return replace(result, image=replace(result.image, invalidation_pending=False))


class DropsBeyondQuota(Invalidation, frozen=True):
    def _invalidate(self, counted: Requests, over: Requests, now: object) -> InvalidationOutcome:
        del over, now
        self._invalidate_tags(counted)
        return InvalidationOutcome.TAGS


class NamesWithoutWeek(WorkflowStarter, frozen=True):
    def _start(self, image: Image, source: Source) -> bool:
        name = keys.execution_name(image.id, self._version(image, source), image.revision, START)
        return self.workflow.start(name, image.key, source)
