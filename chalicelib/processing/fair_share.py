"""Use case: process an event if its owner's share of the running work allows it, otherwise defer it.

Deferring is no failure: errors would use up the event's attempts and end in the dead-letter queue.
"""

from datetime import timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.domain import fair_share
from chalicelib.domain.deadline import Deadline
from chalicelib.domain.fair_share import Shares
from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import Image, Lease, Source
from chalicelib.ports import Clock, DeferralQueue, ImageStore, Leases
from chalicelib.ports.observer import Observer
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Admit


class Reconcile(Protocol):
    """Processes the object under a key, as `Pipeline.reconcile` and `WorkflowStarter.reconcile` do."""

    def __call__(
        self,
        key: str,
        hint: Source | None,
        deadline: Deadline,
        admit: Admit,
        removed_version: str | None,
    ) -> Outcome:
        """Call `admit` before the record is claimed. Raises Transient."""


class FairShare(Struct, frozen=True, kw_only=True):
    """Processes events within the shares of their owners.

    The index of leases is eventually consistent, so an owner whose events come all at once can exceed the
    share for a moment.
    """

    reconcile: Reconcile
    shares: Shares
    leases: Leases
    queue: DeferralQueue
    store: ImageStore
    observer: Observer
    clock: Clock

    def process(self, event: ObjectEvent, deadline: Deadline, deferrals: int = 0) -> Outcome:
        """Process the event, or defer it. `deferrals` is how often it has been deferred. Raises Transient."""

        def admit(image: Image) -> Lease | None:
            if self._may_start(image.owner, is_deferred=deferrals > 0):
                remaining = timedelta(milliseconds=deadline.remaining_ms())
                return Lease(owner=image.owner, ends=self.clock() + remaining)
            self._defer(image, event, deferrals)
            return None

        outcome = self.reconcile(event.key, event.source, deadline, admit, event.removed_version)
        if outcome is Outcome.ERASING and event.source is not None:
            self._repeat(event, deferrals)
        return outcome

    def _repeat(self, event: ObjectEvent, deferrals: int) -> None:
        """Let the event come again when the erasure is over: its object may have arrived too late for it."""
        delay = fair_share.delay(deferrals, event.key)
        # The event's record tells nothing about its owner: to be fair to all, it is a group of its own.
        self.queue.send(event.key, event.source, owner=event.key, deferrals=deferrals + 1, delay=delay)

    def _may_start(self, owner: str, *, is_deferred: bool) -> bool:
        """Return whether one more run of this owner may start.

        Only deferred events may use more than the owner's share, so that direct ones find a free slot.
        """
        if not self.shares.limited:
            return True
        now = self.clock()
        running = self.leases.count(owner, now)
        if running < self.shares.assured:
            return True
        if running >= (self.shares.slots if is_deferred else self.shares.per_owner):
            return False
        return self.shares.leave_room(running, self.leases.others(owner, now).values())

    def _defer(self, image: Image, event: ObjectEvent, deferrals: int) -> None:
        delay = fair_share.delay(deferrals, event.key)
        self.queue.send(event.key, event.source, owner=image.owner, deferrals=deferrals + 1, delay=delay)
        if deferrals == 0:
            # Once is enough: until a run claims the record, nothing else changes it.
            self.store.defer(image, self.clock())
        self.observer.deferred(image.id, event.key, deferrals=deferrals + 1, delay=delay)
