"""Classes that break one rule of the protocol each."""

from collections.abc import Sequence

from msgspec.structs import replace

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import ObjectNotFound
from chalicelib.models import (
    Failure,
    Image,
    Lease,
    Rendered,
    Result,
    Source,
    StoredOutput,
    StoredVariant,
    Variant,
    Work,
)
from chalicelib.ports import SourceObject
from chalicelib.processing import variant_storing
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.invalidation import InvalidationOutbox
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Admit, Pipeline
from chalicelib.processing.steps import Steps
from chalicelib.records.object_records import ObjectRecords
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.sweep import Sweep, SweepResult
from tests.fakes import FakeSourceObject, FakeSourceStorage
from tests.model.services import LaggingStore


class FinalizesWithoutCondition(LaggingStore):
    def replace(self, image: Image) -> bool:
        self.images[image.id] = image
        return True


class UndoesChangesOfMetadata(LaggingStore):
    """Commits with the metadata that the run has read."""

    def _is_unchanged(self, image: Image) -> bool:
        current = self.images.get(image.id)
        return current is not None and current.revision == image.revision


class KeepsMetadataOfDeleted(LaggingStore):
    """Takes over what the owner has changed during the run, also into a tombstone."""

    def replace(self, image: Image) -> bool:
        current = self.images.get(image.id)
        kept = replace(image, metadata=current.metadata) if current is not None else image
        return super().replace(kept)


class ClaimsWithoutNewRevision(LaggingStore):
    """Gives the same fencing token to all runs."""

    def claim(self, fresh: Image, lease: Lease | None = None, *, is_attempt: bool = True) -> Image:
        claimed = replace(super().claim(fresh, lease, is_attempt=is_attempt), revision=1)
        self.images[fresh.id] = claimed
        return claimed


class ReadsBeforeClaiming(Pipeline, frozen=True):
    def reconcile(
        self,
        key: str,
        hint: Source | None = None,
        deadline: Deadline = NO_DEADLINE,
        admit: Admit | None = None,
        removed_version: str | None = None,
    ) -> Outcome:
        del removed_version
        known = self.records.find(key)
        if hint is not None and known is not None and self.arrivals.is_up_to_date(known, hint):
            return Outcome.DUPLICATE
        if admit is not None and admit(self.record_of(key)) is None:
            return Outcome.DEFERRED
        try:
            seen = {key: FakeSourceObject(*_contents(self.steps.sources.open(key)))}
        except ObjectNotFound:
            seen = {}
        steps = replace(self.steps, sources=FakeSourceStorage(objects=seen))
        before = replace(self, steps=steps, opening=replace(self.opening, steps=steps))
        return self.finalize(before.process(self.claim(key), deadline))


def _contents(opened: SourceObject) -> tuple[Source, bytes]:
    return opened.source, opened.read()


class KeepsWhateverIsStored(Steps, frozen=True):
    """Does not store an output that is in the bucket, even if an earlier run found it out of date."""

    def store(self, work: Work, rendered: Rendered) -> StoredVariant:
        key = variant_storing.output_key(work, rendered.name, rendered.extension)
        stored = Variant(name="", key=key, content_type="", width=0, height=0, size=0)
        return super().store(replace(work, image=replace(work.image, variants=(stored,))), rendered)


class ForgetsWhatItHasStored(Steps, frozen=True):
    """Does not remove what it stored before it found out that the file is broken."""

    def rejected(
        self, image: Image, source: Source, failure: Failure, stored: Sequence[StoredVariant] = ()
    ) -> Result:
        del stored
        return super().rejected(image, source, failure)


class DiscardsPublished(Cleanup, frozen=True):
    """Removes at the end whatever it has stored, although the record that it commits points to it."""

    def discard(self, image: Image, written: Sequence[StoredOutput]) -> None:
        super().discard(replace(image, variants=()), written)


class ForgetsOldIds(ObjectRecords, frozen=True):
    """Gives an object a new record although it has one under its old id."""

    def possible_ids(self, key: str) -> tuple[str, ...]:
        return super().possible_ids(key)[:1]


class ChecksOnlyTheStatus(DeadLetters, frozen=True):
    def _is_terminal_for(self, image: Image, source: Source | None) -> bool:
        del source
        return image.status.terminal


class NeverSweeps(Sweep, frozen=True):
    def run(self, deadline: Deadline) -> SweepResult:
        del deadline
        return SweepResult(recovered=0, postponed=0)


class CleansUpWithoutChecking(Cleanup, frozen=True):
    """Assumes that its record is the newest, even if another run has claimed it since the listing."""

    def finish(self, image: Image) -> Image:
        own_view = LaggingStore({image.id: image})
        cleared = Cleanup.finish(replace(self, store=own_view), image)
        if cleared != image:
            self.store.finalize(cleared)
        return cleared


class IgnoresConcurrentClaims(Cleanup, frozen=True):
    """Cleans up only once, although a run with an earlier claim may still store outputs."""

    def finish(self, image: Image) -> Image:
        return super().finish(replace(image, has_concurrent_claims=False))


class ClearsEventBeforePublishing(EventOutbox, frozen=True):
    def publish(self, image: Image) -> None:
        if image.pending_event_for is not None and self.publisher is not None:
            self.store.finalize(replace(image, pending_event_for=None))
            self.publisher.publish(self.describe(image))


class ClearsRequestBeforeSending(InvalidationOutbox, frozen=True):
    def send(self, image: Image) -> Image:
        if not image.invalidation_pending or image.cleanup_pending:
            return super().send(image)
        self.store.finalize(replace(image, invalidation_pending=False))
        return super().send(image)


class SendsRequestOnlyOnce(InvalidationOutbox, frozen=True):
    """Does not send the request again after the last cleanup, although other runs may store outputs."""

    def send(self, image: Image) -> Image:
        sent = super().send(image)
        if not sent.invalidation_pending:
            return sent
        once = replace(sent, invalidation_pending=False)
        self.store.finalize(once)
        return once


class SendsRequestBeforeCleanup(Pipeline, frozen=True):
    def after_commit(self, image: Image) -> None:
        self.invalidations.send(replace(image, cleanup_pending=False))
        super().after_commit(replace(image, invalidation_pending=False))


class PublishesBeforeCommitting(EventOutbox, frozen=True):
    def mark_pending(self, outcome: Image) -> Image:
        if self.publisher is not None:
            self.publisher.publish(self.describe(outcome))
        return replace(outcome, pending_event_for=None)
