"""The protocol, broken on purpose, one rule at a time."""

from dataclasses import replace
from typing import NamedTuple

from chalicelib.domain.deadline import NO_DEADLINE, Deadline
from chalicelib.errors import ObjectNotFound
from chalicelib.models import Image, Source
from chalicelib.ports import SourceObject
from chalicelib.processing.cleanup import Cleanup
from chalicelib.processing.event_publishing import EventOutbox
from chalicelib.processing.pipeline import Outcome, Pipeline
from chalicelib.recovery.dead_letters import DeadLetters
from chalicelib.recovery.sweep import Sweep, SweepResult
from tests.fakes import FakeSourceObject, FakeSourceStorage
from tests.model.application import Protocol
from tests.model.services import LaggingStore


class FinalizesWithoutCondition(LaggingStore):
    def finalize(self, image: Image) -> bool:
        self.images[image.id] = image
        return True


class ClaimsWithoutCounting(LaggingStore):
    """Gives out the same fencing token to everybody."""

    def claim(self, fresh: Image) -> Image:
        claimed = replace(super().claim(fresh), revision=1)
        self.images[fresh.id] = claimed
        return claimed


class ReadsBeforeItClaims(Pipeline):
    def reconcile(self, key: str, hint: Source | None = None, deadline: Deadline = NO_DEADLINE) -> Outcome:
        if hint is not None and self.is_duplicate(key, hint):
            return Outcome.DUPLICATE
        try:
            seen = {key: FakeSourceObject(*_contents(self.steps.sources.open(key)))}
        except ObjectNotFound:
            seen = {}
        before = replace(self, steps=replace(self.steps, sources=FakeSourceStorage(objects=seen)))
        return self.finalize(before.process(self.claim(key), deadline))


def _contents(opened: SourceObject) -> tuple[Source, bytes]:
    return opened.source, opened.read()


class LooksAtTheStatusOnly(DeadLetters):
    def _is_terminal_for(self, image: Image, source: Source | None) -> bool:
        del source
        return image.status.terminal


class NeverSweeps(Sweep):
    def run(self, deadline: Deadline) -> SweepResult:
        del deadline
        return SweepResult(recovered=0, postponed=0)


class ClearsWithoutLookingAgain(Cleanup):
    """Takes its own record for the newest, whoever may have claimed since the listing."""

    def finish(self, image: Image) -> Image:
        own_view = LaggingStore({image.id: image})
        cleared = Cleanup(store=own_view, outputs=self.outputs).finish(image)
        if cleared != image:
            self.store.finalize(cleared)
        return cleared


class ForgetsWhoElseMayLive(Cleanup):
    """Clears once, although a run that claimed before may store something yet."""

    def finish(self, image: Image) -> Image:
        return super().finish(replace(image, has_concurrent_claims=False))


class ForgetsBeforeItTells(EventOutbox):
    def publish(self, image: Image) -> None:
        if image.pending_event_for is not None and self.publisher is not None:
            self.store.finalize(replace(image, pending_event_for=None))
            self.publisher.publish(self.describe(image))


class TellsBeforeItIsFinal(EventOutbox):
    def mark_pending(self, outcome: Image) -> Image:
        if self.publisher is not None:
            self.publisher.publish(self.describe(outcome))
        return replace(outcome, pending_event_for=None)


class Broken(NamedTuple):
    """What to run the schedules with; what is not named is the project's own."""

    protocol: Protocol = Protocol()
    store: type[LaggingStore] = LaggingStore


INTACT = Broken()
BROKEN = {
    "finalizes without its condition": Broken(store=FinalizesWithoutCondition),
    "claims without counting": Broken(store=ClaimsWithoutCounting),
    "reads before it claims": Broken(Protocol(pipeline=ReadsBeforeItClaims)),
    "dead letters look at the status only": Broken(Protocol(dead_letters=LooksAtTheStatusOnly)),
    "never sweeps": Broken(Protocol(sweep=NeverSweeps)),
    "clears without looking again": Broken(Protocol(cleanup=ClearsWithoutLookingAgain)),
    "clears once only": Broken(Protocol(cleanup=ForgetsWhoElseMayLive)),
    "forgets before it tells": Broken(Protocol(outbox=ForgetsBeforeItTells)),
    "tells before it is final": Broken(Protocol(outbox=TellsBeforeItIsFinal)),
}
