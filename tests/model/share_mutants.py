"""Classes that break one rule each about the shares of owners."""

from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import Image
from chalicelib.processing.fair_share import FairShare


class IgnoresOthers(FairShare, frozen=True):
    """Lets deferred events use all slots, whoever else has some."""

    def _may_start(self, owner: str, *, is_deferred: bool) -> bool:
        return is_deferred or super()._may_start(owner, is_deferred=is_deferred)


class CountsAllOwners(FairShare, frozen=True):
    """Defers everybody's events as soon as one owner has many runs."""

    def _may_start(self, owner: str, *, is_deferred: bool) -> bool:
        others = self.leases.others(owner, self.clock())
        return not others and super()._may_start(owner, is_deferred=is_deferred)


class FillsAllSlots(FairShare, frozen=True):
    """Lets owners use their whole shares, so that two of them use all slots."""

    def _may_start(self, owner: str, *, is_deferred: bool) -> bool:
        running = self.leases.count(owner, self.clock())
        return running < self.shares.per_owner or super()._may_start(owner, is_deferred=is_deferred)


class DropsEventsDeferredBefore(FairShare, frozen=True):
    """Defers each event only once."""

    def _defer(self, image: Image, event: ObjectEvent, deferrals: int) -> None:
        if deferrals == 0:
            super()._defer(image, event, deferrals)


MUTANTS = {
    "ignores others": IgnoresOthers,
    "counts all owners": CountsAllOwners,
    "fills all slots": FillsAllSlots,
    "drops events that were deferred before": DropsEventsDeferredBefore,
}
