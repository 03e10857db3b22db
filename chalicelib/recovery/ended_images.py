"""Use case: delete an image whose retention is over, and end its variants whose time has come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.domain import retention
from chalicelib.models import Image, RetiredOutput, Variant
from chalicelib.ports import Clock, ImageStore, OutputStorage, RetentionPolicies, RetirementStore
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.invalidation import InvalidationOutbox


@dataclass(frozen=True, kw_only=True)
class EndedImages:
    """Ends images and variants. `delete` deletes an image, as through the API.

    `remove_due` removes retired outputs that are due.
    """

    store: ImageStore
    outputs: OutputStorage
    retired: RetirementStore
    policies: RetentionPolicies
    delete: Callable[[Image], object]
    remove_due: Callable[[str], object]
    invalidations: InvalidationOutbox
    outbox: EventOutbox
    clock: Clock

    def end_due(self, image_id: str) -> None:
        """Do what is due for this image. Repeatable. Raises Transient.

        A record with work left is skipped: a run or the sweep finishes it first, and it stays due.
        """
        image, now = self.store.get(image_id), self.clock()
        if image is None or image.open or not image.status.terminal:
            return
        if retention.is_over(image, now):
            self._end_image(image)
        elif variants := retention.ended(image, now):
            self._end_variants(image, variants)

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
        of the listed versions again. They are noted before, too: after a crash, the sweep removes them.
        """
        now, names = self.clock(), {variant.key for variant in variants}
        files = [file for name in sorted(names) for file in self.outputs.list(name) if file.key in names]
        before = self.retired.get(image.id)
        others = [each for each in before if each.output not in files]
        due = [RetiredOutput(output=file, due_at=now) for file in files]
        if not self.retired.replace(image.id, before, [*due, *others]):
            return
        without = self.invalidations.mark_pending(retention.without(image, variants, now=now))
        committed = self.store.supersede(self.outbox.mark_pending(without))
        if committed is not None:
            self.remove_due(image.id)
            self.outbox.publish(self.invalidations.send(committed))
