"""Use case: process one upload, so that its record and its variants match the object in the bucket.

An event is only a hint; the object is the truth. Every run claims the record first and reads the object
afterwards. It stores its outputs under keys that no other version shares, and commits the record only if
no other run has claimed it since. So the run that claims last has read last, and its result stays.
"""

from collections.abc import Callable

from msgspec import Struct, structs

from chalicelib.config.settings import Settings
from chalicelib.domain import erasure, form_use, keys, retention, transitions
from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import ImageErased, QuotaExceeded, Rejected
from chalicelib.models import Image, Lease, Result, Source, Status, Work
from chalicelib.ports import Clock, ImageStore
from chalicelib.ports.observer import Observer
from chalicelib.processing.arrivals import Arrivals
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.opening import Opening
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords

# Returns the lease of a run that may start for this record, None if the event has been deferred instead.
Admit = Callable[[Image], Lease | None]


class Pipeline(Struct, frozen=True, kw_only=True):
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
    opening: Opening
    observer: Observer
    clock: Clock

    def reconcile(
        self,
        key: str,
        hint: Source | None = None,
        deadline: Deadline = NO_DEADLINE,
        admit: Admit | None = None,
        removed_version: str | None = None,
    ) -> Outcome:
        """Process the object that is under `key` now. `hint` is the version that the event was about.

        Without `admit`, the run starts at once and has no lease. `removed_version` is the version's id if the
        event was about a permanent removal.
        """
        if not keys.is_source_key(key, self.settings.upload_prefix):
            return Outcome.IGNORED
        known = self.records.find(key)
        outcome = self.arrivals.settle(known, key, hint, removed_version)
        if outcome is not None:
            return outcome
        image = self.initial(known, key)
        lease = admit(image) if admit is not None else None
        if admit is not None and lease is None:
            return Outcome.DEFERRED
        try:
            claimed = self.claim(key, image.id, version=form_use.of(known, hint), lease=lease)
        except ImageErased:
            return Outcome.ERASING
        return self.finalize(self.process(claimed, deadline, before=known, hint=hint), deadline)

    @property
    def arrivals(self) -> Arrivals:
        """Finds the events that need no run."""
        return Arrivals(
            steps=self.steps,
            form_uses=self.opening.form_uses,
            observer=self.observer,
            complete=self.after_commit,
        )

    def claim(
        self,
        key: str,
        image_id: str | None = None,
        *,
        execution: str | None = None,
        version: Source | None = None,
        lease: Lease | None = None,
    ) -> Image:
        """Claim the next revision of the record, creating it if needed, for a run or an `execution`.

        Without an `image_id`, the record is looked up by its key first. `version` is listed as the first use
        of the form, unless the form was used before.
        """
        fresh = self.fresh(key, image_id or self.records.id_for(key))
        self.observer.received(fresh.id, key)
        versions = (form_use.entry(version),) if version is not None else ()
        return self.store.claim(structs.replace(fresh, execution=execution, form_versions=versions), lease)

    def record_of(self, key: str) -> Image:
        """Return the object's record, or the initial one if it has none yet."""
        return self.initial(self.records.find(key), key)

    def initial(self, known: Image | None, key: str) -> Image:
        """Return the `known` record, or the initial one."""
        return erasure.with_key(known, key) if known else self.fresh(key, self.records.new_id(key))

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

    def process(
        self,
        image: Image,
        deadline: Deadline = NO_DEADLINE,
        *,
        before: Image | None = None,
        hint: Source | None = None,
    ) -> Result:
        """Render and store the object's variants. `before` is the record as it was before the claim."""
        opened = self.opening.open(image, before, hint)
        if isinstance(opened, Result):
            return opened
        image, source_object = opened
        try:
            deadline.check("reading")
            content = self.steps.read(image, source_object)
            work = self.steps.plan(image, source_object.source, content, deadline)
            self.steps.moderate(work, lambda: content, deadline)
        except Rejected as error:
            return self.steps.rejected(image, source_object.source, transitions.failure(error))
        return self._publish(work, content, deadline)

    def finalize(self, result: Result, deadline: Deadline = NO_DEADLINE) -> Outcome:
        """Commit the record, then do what follows from it."""
        outcome, committed = self.commit(result)
        if outcome is Outcome.WRONGLY_FAILED:
            return self.reconcile(result.image.key, deadline=deadline)
        if committed is not None:
            self.after_commit(committed)
        return outcome

    def commit(self, result: Result) -> tuple[Outcome, Image | None]:
        """Replace the record unless another run has claimed it since. Remove our outputs if it has none.

        Returns also the committed record, or None. Every outcome gets its due date here.
        """
        image = result.image if result.is_retained else self.steps.retained(result.image)
        committed = self.store.finalize(self._mark_pending(image), self.steps.retained_anew)
        if committed is not None:
            outcome, code = Outcome.of(result)
            self.observer.ended(image.id, outcome, code)
            self.cleanup.discard(committed, result.written)
            return outcome, committed
        self.observer.ended(image.id, Outcome.SUPERSEDED)
        current = self.store.get(image.id)
        self.cleanup.abandon(image, result.written, current)
        given_up = current is not None and transitions.is_given_up(current)
        return Outcome.WRONGLY_FAILED if given_up else Outcome.SUPERSEDED, None

    def after_commit(self, image: Image) -> None:
        """Clean up, request the invalidation and publish the event of a committed record.

        Idempotent. Raises Transient.
        """
        self.steps.dispose(image)
        clean = self.cleanup.finish(self._mark_pending(image))
        self.outbox.publish(self.invalidations.send(clean))

    def _mark_pending(self, outcome: Image) -> Image:
        return self.outbox.mark_pending(self.invalidations.mark_pending(outcome))

    def _publish(self, work: Work, content: bytes, deadline: Deadline) -> Result:
        deadline.check("rendering")
        with self.steps.storing(work, deadline) as storing:
            try:
                rendering = self.steps.render(work, content, storing.hand_over, deadline=deadline)
                self.opening.charges.outputs(work, sum(rendering.sizes))
                days = self.steps.retention.days(work.image.owner)  # meanwhile, S3 stores the last variants
                ready = self.steps.ready(work, storing.stored(), rendering.placeholder)
                return structs.replace(ready, image=retention.retained(ready.image, days), is_retained=True)
            except (Rejected, QuotaExceeded) as error:
                failure = transitions.failure(error)
                return self.steps.rejected(work.image, work.source, failure, storing.stored())
