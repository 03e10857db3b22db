"""Use case: delete an image whose retention is over, and end its variants whose time has come."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.domain import retention
from chalicelib.errors import Transient
from chalicelib.models import Image, Variant
from chalicelib.ports import Clock, ImageStore, OutputStorage, RetentionPolicies
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.recovery.expirations import RETRY_AFTER


class EndedImages(Struct, frozen=True, kw_only=True):
    """Ends images and variants. `delete` deletes an image, as through the API."""

    store: ImageStore
    outputs: OutputStorage
    policies: RetentionPolicies
    delete: Callable[[Image], object]
    invalidations: InvalidationOutbox
    outbox: EventOutbox
    clock: Clock

    def end_due(self, image_id: str) -> None:
        """Do what is due for this image. Repeatable. Raises Transient.

        A record with work left is skipped: a run or the sweep finishes it first, and it stays due. After an
        error, what is due waits for RETRY_AFTER.
        """
        try:
            self._end_due(image_id)
        except Transient:
            self._postpone(image_id)
            raise

    def _end_due(self, image_id: str) -> None:
        image, now = self._settled(image_id), self.clock()
        if image is None:
            return
        if retention.is_over(image, now):
            self._end_image(image)
        elif variants := retention.ended(image, now):
            self._end_variants(image, variants)

    def _postpone(self, image_id: str) -> None:
        image, now = self._settled(image_id), self.clock()
        if image is not None:
            self.store.finalize(retention.postponed(image, now, now + RETRY_AFTER))

    def _settled(self, image_id: str) -> Image | None:
        """Return the record, None if a run or the sweep has work left on it."""
        image = self.store.get(image_id)
        return None if image is None or image.open or not image.status.terminal else image

    def _end_image(self, image: Image) -> None:
        """Delete the image, unless its owner's policy has changed since it got its due date."""
        current = retention.retained(image, self.policies.days(image.owner))
        if retention.is_over(current, self.clock()):
            self.delete(image)
        else:
            self.store.finalize(current)

    def _end_variants(self, image: Image, variants: Sequence[Variant]) -> None:
        """Take the variants out of the record, then remove their files.

        The files are listed before the record is changed: if nothing else has changed it, no run can use any
        of the listed versions again. After a crash, a cleanup finds them, and retires them.
        """
        keys = {variant.key for variant in variants}
        files = [file for key in sorted(keys) for file in self.outputs.list(key) if file.key in keys]
        shortened = replace(retention.without(image, variants, now=self.clock()), cleanup_pending=True)
        marked = self.outbox.mark_pending(self.invalidations.mark_pending(shortened))
        committed = self.store.supersede(marked)
        if committed is None:
            return
        self.outputs.remove(files)
        clean = self.store.finalize(replace(committed, cleanup_pending=False))
        if clean is not None:
            self.outbox.publish(self.invalidations.send(clean))
