"""Use case: bring the record and the outputs of one source object in line with the object.

An event is a hint, the object is the truth. Every run claims the record first and reads the object
after; its outputs go under keys that no other version shares; the record is swapped only if nobody
has claimed since. So whichever run claims last has read last, and what it read is what stays.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from chalicelib.config.settings import Settings
from chalicelib.domain import keys, transitions
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import ObjectNotFound, Rejected
from chalicelib.models import Failure, Image, Result, Source, Status
from chalicelib.ports import Clock, ImageStore, SourceObject
from chalicelib.ports.observer import Observer
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.steps import Steps


class Outcome(StrEnum):
    """What a run came to."""

    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    IGNORED = "ignored"
    STARTED = "started"
    # Declared dead while it was alive: this run has shown that the image can be processed.
    DISPROVED = "disproved"


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """The record's side of a run: claim and finalize, and `reconcile`, which takes all steps in order.

    Raises Transient where trying again can help; whatever is wrong with the image itself is an
    outcome, not an error.
    """

    settings: Settings
    store: ImageStore
    steps: Steps
    cleanup: Cleanup
    outbox: EventOutbox
    observer: Observer
    clock: Clock

    def reconcile(self, key: str, hint: Source | None = None, deadline: Deadline = NO_DEADLINE) -> Outcome:
        """Process whatever lies under `key` now. `hint` is the version that an event spoke of."""
        if not keys.is_source_key(key, self.settings.upload_prefix):
            return Outcome.IGNORED
        if self._is_gone(key) if hint is None else self.is_duplicate(key, hint):
            return Outcome.DUPLICATE
        return self.finalize(self.process(self.claim(key), deadline), deadline)

    def claim(self, key: str, execution: str | None = None) -> Image:
        """Take the next revision of the record, here or for an execution; make it if there is none."""
        fresh = self.fresh(key)
        self.observer.received(fresh.id, key)
        return self.store.claim(replace(fresh, execution=execution))

    def fresh(self, key: str) -> Image:
        """Return the record that an object without one gets by its claim."""
        now = self.clock()
        return Image(
            id=keys.image_id(key, self.settings.upload_prefix),
            key=key,
            filename=keys.filename(key),
            owner=self.settings.default_owner,
            status=Status.PROCESSING,
            created_at=now,
            updated_at=now,
        )

    def process(self, image: Image, deadline: Deadline = NO_DEADLINE) -> Result:
        """Read the object as it is after the claim, render and store its variants."""
        try:
            source_object = self.steps.open(image.key)
        except ObjectNotFound:
            return self.steps.gone(image)
        try:
            return self._publish(image, source_object, deadline)
        except Rejected as error:
            failure = Failure(code=error.code, detail=str(error))
            return self.steps.rejected(image, source_object.source, failure)

    def finalize(self, result: Result, deadline: Deadline = NO_DEADLINE) -> Outcome:
        """Swap the record, then do what follows from it."""
        outcome = self.commit(result)
        if outcome is Outcome.DISPROVED:
            return self.reconcile(result.image.key, deadline=deadline)
        if outcome is not Outcome.SUPERSEDED:
            self.after_commit(result.image)
        return outcome

    def commit(self, result: Result) -> Outcome:
        """Replace the record if nobody has claimed it since; otherwise take back what was stored for it."""
        image = self.outbox.mark_pending(result.image)
        if self.store.finalize(image):
            self.observer.ended(image.id, image.status, image.error.code if image.error else None)
            return Outcome(image.status.value)
        self.observer.ended(image.id, Outcome.SUPERSEDED)
        current = self.store.get(image.id)
        self.cleanup.abandon(image, result.written, current)
        given_up = current is not None and transitions.is_given_up(current)
        return Outcome.DISPROVED if given_up else Outcome.SUPERSEDED

    def after_commit(self, image: Image) -> None:
        """Do what follows from a record that is final; doing it again does no harm. Raises Transient."""
        self.steps.dispose(image)
        self.outbox.publish(self.cleanup.finish(self.outbox.mark_pending(image)))

    def fingerprint(self, image: Image) -> str:
        """Name the presets that this image is rendered with today."""
        return self.steps.fingerprint(image)

    def is_duplicate(self, key: str, hint: Source) -> bool:
        """Tell whether the record describes this version; if so, do what a run before may have left."""
        image = self.store.get(keys.image_id(key, self.settings.upload_prefix))
        if image is None or not transitions.is_settled(image, hint, self.fingerprint(image)):
            return False
        self.observer.received(image.id, key)
        self.after_commit(image)
        self.observer.ended(image.id, Outcome.DUPLICATE)
        return True

    def _is_gone(self, key: str) -> bool:
        """Tell whether the record is the tombstone of an object that is still gone, like `is_duplicate`.

        Whoever claims after this look reads after it, too, and answers for what it finds. A claim for no
        more than the event of a deletion would show its owner the image once more, as `processing`.
        """
        image = self.store.get(keys.image_id(key, self.settings.upload_prefix))
        if image is None or image.status is not Status.DELETED:
            return False
        try:
            self.steps.open(key)
        except ObjectNotFound:
            self.after_commit(image)
            return True
        return False

    def _publish(self, image: Image, source_object: SourceObject, deadline: Deadline) -> Result:
        deadline.check("reading")
        content = self.steps.read(image, source_object)
        work = self.steps.plan(image, source_object.source, content)
        self.steps.moderate(work, lambda: content)
        deadline.check("rendering")
        rendering = self.steps.render(work, content)
        deadline.check("storing")
        stored = [self.steps.store(work, rendered) for rendered in rendering.variants]
        return self.steps.ready(work, stored, rendering.placeholder)
