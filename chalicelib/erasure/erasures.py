"""Use case: erase the images in the queue.

Every step can be repeated: after an error the message comes again, and if SQS gives it up, the sweep sends
another one until the erasure is complete.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import erasure
from chalicelib.domain.deadline import Deadline
from chalicelib.erasure.removal import NotErasing, Removal
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import ErasureRequest, Image, Lock, Status
from chalicelib.ports import Clock, ErasureQueue, ImageStore, MultipartStorage, RunningRenderings
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.retirement import Retirement


class Outcome(StrEnum):
    """How a request ended.

    `waiting` means that runs or renderings on demand may still store outputs, so the sweep sends it again.
    """

    COMPLETED = "completed"
    WAITING = "waiting"
    OBSOLETE = "obsolete"


class Erasures(Struct, frozen=True, kw_only=True):
    """Erases images whose records are marked."""

    store: ImageStore
    queue: ErasureQueue
    retirement: Retirement
    removal: Removal
    uploads: MultipartStorage
    renderings: RunningRenderings
    invalidations: InvalidationOutbox
    outbox: EventOutbox
    clock: Clock

    def run(self, request: ErasureRequest, deadline: Deadline) -> Outcome:
        """Remove everything, then leave the tombstone and publish the report.

        Raises OutOfTime, ServiceUnavailable.
        """
        image = self.store.get(request.image_id)
        if image is None or not image.erasing:
            return self._finish(image)
        if image.multipart is not None:
            # First, so that nobody can complete the upload after the removal has listed its versions.
            self.uploads.abort(image.key, image.multipart.upload_id)
        # A rendering that ends before the removal begins cannot leave a file behind.
        is_rendering = self.renderings.may_run(image.id, self.clock())
        try:
            locks = self.removal.run(image, deadline)
        except NotErasing:
            return Outcome.OBSOLETE
        if image.has_concurrent_claims or is_rendering:
            # Another request follows at the end. Until then, the CDN must not serve what is gone.
            self.invalidations.request(image)
            return Outcome.WAITING
        return self._complete(image, locks)

    def _complete(self, image: Image, locks: Sequence[Lock]) -> Outcome:
        # The keys in the list can contain the filename, so it must not outlive the image.
        if not self.retirement.forget(image.id):
            raise ServiceUnavailable(f"The list of retired outputs of {image.id} changes")
        completed = erasure.completed(image, locks, now=self.clock())
        marked = self.outbox.mark_pending(self.invalidations.mark_pending(completed))
        return self._finish(marked if self.store.finalize(marked) else None)

    def resume(self, image: Image) -> None:
        """Queue an erasure again that has been going on for longer than any run lasts.

        Its runs have ended, so the next pass is the last one. Raises ServiceUnavailable.
        """
        self.store.finalize(replace(image, has_concurrent_claims=False, updated_at=self.clock()))
        self.queue.send(ErasureRequest(image_id=image.id))

    def _finish(self, image: Image | None) -> Outcome:
        if image is None or image.status is not Status.DELETED or image.erasure is None:
            return Outcome.OBSOLETE
        self.outbox.publish(self.invalidations.send(image))
        return Outcome.COMPLETED
