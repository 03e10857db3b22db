"""Use case: send what waits in the queue to the CDN, in one invalidation.

Each owner has a daily quota of invalidations by tag. Requests beyond it wait for an invalidation of all
outputs, of which there is at most one in five minutes. So the price has a bound, and nothing is left out.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain import invalidation
from chalicelib.errors import Transient
from chalicelib.models import InvalidationRequest
from chalicelib.ports import Cdn, Clock, InvalidationQueue, InvalidationUsage

Requests = Sequence[InvalidationRequest]


class Outcome(StrEnum):
    """What happened to a batch."""

    TAGS = "tags"
    ALL = "all"
    # Some requests are beyond their owner's quota.
    POSTPONED = "postponed"


class Invalidation(Struct, frozen=True, kw_only=True):
    """Invalidates batches of requests. `per_day` is the quota of each owner."""

    cdn: Cdn
    queue: InvalidationQueue
    usage: InvalidationUsage
    per_day: int
    clock: Clock

    def run(self, requests: Requests) -> Outcome:
        """Invalidate the requests; return those to the queue that have to wait. Raises Transient.

        After an error, the whole batch has to be run again. It is not counted twice.
        """
        now = self.clock()
        counted: list[InvalidationRequest] = []
        over: list[InvalidationRequest] = []
        try:
            for owner, group in invalidation.by_owner(requests).items():
                within = self.usage.reserve(owner, now, len(group), self.per_day)
                (counted if within else over).extend(group)
            outcome = self._invalidate(counted, over, now)
        except Transient:
            self._release(counted, now)
            raise
        if outcome is Outcome.ALL:
            self._release(counted, now)
        return outcome

    def _invalidate(self, counted: Requests, over: Requests, now: datetime) -> Outcome:
        if not over:
            self._invalidate_tags(counted)
            return Outcome.TAGS
        full = self.usage.claim_full(now, invalidation.FULL_INTERVAL)
        if full.is_new:
            self.cdn.invalidate_all(invalidation.reference([*counted, *over]))
            self.usage.accept_full(full.claimed_at)
            return Outcome.ALL
        if counted:
            self._invalidate_tags(counted)
        if waiting := invalidation.not_covered(over, full):
            self.queue.send(waiting, delay=invalidation.wait(full, now))
        return Outcome.POSTPONED

    def _invalidate_tags(self, requests: Requests) -> None:
        self.cdn.invalidate_tags([each.tag for each in requests], invalidation.reference(requests))

    def _release(self, requests: Requests, now: datetime) -> None:
        for owner, group in invalidation.by_owner(requests).items():
            self.usage.release(owner, now, len(group))
