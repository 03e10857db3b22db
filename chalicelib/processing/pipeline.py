"""Use case: process one upload, so that its record and its variants match the object in the bucket.

An event is only a hint; the object is the truth. Every run claims the record first and reads the object
afterwards. It stores its outputs under keys that no other version shares, and commits the record only if
no other run has claimed it since. So the run that claims last has read last, and its result stays.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.config.settings import Settings
from chalicelib.domain import keys, transitions
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import ObjectNotFound, Rejected
from chalicelib.models import Failure, Image, Lease, Result, Source, Status
from chalicelib.ports import Clock, ImageStore, SourceObject
from chalicelib.ports.observer import Observer
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords

# Returns the lease of a run that may start for this record, None if the event has been deferred instead.
Admit = Callable[[Image], Lease | None]


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """Claims records, processes their objects and commits the results.

    Methods raise Transient if a retry can help. A fault of the image itself is an outcome, not an error.
    """

    settings: Settings
    store: ImageStore
    records: ObjectRecords
    steps: Steps
    cleanup: Cleanup
    invalidations: InvalidationOutbox
    outbox: EventOutbox
    observer: Observer
    clock: Clock

    def reconcile(
        self,
        key: str,
        hint: Source | None = None,
        deadline: Deadline = NO_DEADLINE,
        admit: Admit | None = None,
    ) -> Outcome:
        """Process the object that is under `key` now. `hint` is the version that the event was about.

        Without `admit`, the run starts at once and has no lease.
        """
        if not keys.is_source_key(key, self.settings.upload_prefix):
            return Outcome.IGNORED
        known = self.records.find(key)
        if self._is_gone(known) if hint is None else self.is_duplicate(known, hint):
            return Outcome.DUPLICATE
        image = known or self.fresh(key, self.records.new_id(key))
        lease = admit(image) if admit is not None else None
        if admit is not None and lease is None:
            return Outcome.DEFERRED
        return self.finalize(self.process(self.claim(key, image.id, lease=lease), deadline), deadline)

    def claim(
        self,
        key: str,
        image_id: str | None = None,
        *,
        execution: str | None = None,
        lease: Lease | None = None,
    ) -> Image:
        """Claim the next revision of the record, creating it if needed, for a run or an `execution`.

        Without an `image_id`, the record is looked up by its key first.
        """
        fresh = self.fresh(key, image_id or self.records.id_for(key))
        self.observer.received(fresh.id, key)
        return self.store.claim(replace(fresh, execution=execution), lease)

    def record_of(self, key: str) -> Image:
        """Return the object's record, or the initial one if it has none yet."""
        return self.records.find(key) or self.fresh(key, self.records.new_id(key))

    def fresh(self, key: str, image_id: str) -> Image:
        """Return the initial record of an object that has none yet."""
        now = self.clock()
        return Image(
            id=image_id,
            key=key,
            filename=keys.filename(key),
            owner=self.settings.default_owner,
            status=Status.PROCESSING,
            created_at=now,
            updated_at=now,
        )

    def process(self, image: Image, deadline: Deadline = NO_DEADLINE) -> Result:
        """Read the object of a claimed record, render its variants and store them."""
        try:
            source_object = self.steps.open(image.key)
        except ObjectNotFound:
            return self.steps.missing(image)
        try:
            return self._publish(image, source_object, deadline)
        except Rejected as error:
            failure = Failure(code=error.code, detail=str(error))
            return self.steps.rejected(image, source_object.source, failure)

    def finalize(self, result: Result, deadline: Deadline = NO_DEADLINE) -> Outcome:
        """Commit the record, then do what follows from it."""
        outcome = self.commit(result)
        if outcome is Outcome.WRONGLY_FAILED:
            return self.reconcile(result.image.key, deadline=deadline)
        if outcome is not Outcome.SUPERSEDED:
            self.after_commit(result.image)
        return outcome

    def commit(self, result: Result) -> Outcome:
        """Replace the record unless another run has claimed it since; in that case, remove our outputs."""
        image = self._mark_pending(result.image)
        if self.store.finalize(image):
            self.observer.ended(image.id, image.status, image.error.code if image.error else None)
            return Outcome(image.status.value)
        self.observer.ended(image.id, Outcome.SUPERSEDED)
        current = self.store.get(image.id)
        self.cleanup.abandon(image, result.written, current)
        given_up = current is not None and transitions.is_given_up(current)
        return Outcome.WRONGLY_FAILED if given_up else Outcome.SUPERSEDED

    def after_commit(self, image: Image) -> None:
        """Clean up, request the invalidation and publish the event of a committed record.

        Idempotent. Raises Transient.
        """
        self.steps.dispose(image)
        clean = self.cleanup.finish(self._mark_pending(image))
        self.outbox.publish(self.invalidations.send(clean))

    def fingerprint(self, image: Image) -> str:
        """Return the fingerprint of the presets that the image is rendered with now."""
        return self.steps.fingerprint(image)

    def is_duplicate(self, image: Image | None, hint: Source) -> bool:
        """Return whether the record already describes this version; if so, finish what a run left undone."""
        if image is None or not transitions.is_up_to_date(image, hint, self.fingerprint(image)):
            return False
        self.observer.received(image.id, image.key)
        self.after_commit(image)
        self.observer.ended(image.id, Outcome.DUPLICATE)
        return True

    def _mark_pending(self, outcome: Image) -> Image:
        return self.outbox.mark_pending(self.invalidations.mark_pending(outcome))

    def _is_gone(self, image: Image | None) -> bool:
        """Return whether the record is the tombstone of an object that still does not exist.

        A run that claims after this check also reads after it, so nothing is missed. Claiming the record
        just because of the removal's event would show the image to its owner again, as `processing`.
        """
        if image is None or image.status is not Status.DELETED:
            return False
        try:
            self.steps.open(image.key)
        except ObjectNotFound:
            self.after_commit(image)
            return True
        return False

    def _publish(self, image: Image, source_object: SourceObject, deadline: Deadline) -> Result:
        deadline.check("reading")
        content = self.steps.read(image, source_object)
        work = self.steps.plan(image, source_object.source, content, deadline)
        self.steps.moderate(work, lambda: content, deadline)
        deadline.check("rendering")
        rendering = self.steps.render(work, content, deadline=deadline)
        deadline.check("storing")
        stored = [self.steps.store(work, rendered) for rendered in rendering.variants]
        return self.steps.ready(work, stored, rendering.placeholder)
