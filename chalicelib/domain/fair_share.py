"""How many images of one owner are processed at once, and how long an event waits for its turn. Pure."""

import zlib
from collections.abc import Collection
from math import floor

from msgspec import Struct

# The concurrency of a new AWS account, for deployments that reserve none:
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
UNRESERVED_SLOTS = 10
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html
MAX_DELAY = 900
_FIRST_DELAY = 4
# Doubled this often, the first delay is more than the longest.
_DOUBLINGS = 8
# Every owner may use a fifth of the slots. So the others' runs are counted only for owners with more.
_ASSURED = 0.2


class Shares(Struct, frozen=True, kw_only=True):
    """How many images are processed at once: in total, and of one owner while others have some, too."""

    slots: int
    per_owner: int

    @property
    def limited(self) -> bool:
        """True if one owner may not always use all slots."""
        return self.per_owner < self.slots

    @property
    def assured(self) -> int:
        """How many images of an owner are processed at once, whatever the others do."""
        return min(self.per_owner, max(1, floor(self.slots * _ASSURED)))

    def leave_room(self, running: int, others: Collection[int]) -> bool:
        """Return whether an owner with so many runs may have one more beside the others' runs.

        Beside others, an owner's runs may be as many as the slots that stay free, as with the dynamic
        thresholds of shared buffers (https://doi.org/10.1109/90.664262): of n owners, each gets 1/(n + 1).
        Runs over an owner's share, which began while there were no others, do not count.
        """
        if not others:
            return running < self.slots
        free = self.slots - running - sum(min(each, self.per_owner) for each in others)
        return running < min(self.per_owner, free)


def slots(concurrency: int) -> int:
    """Return the number of slots for the reserved concurrency, where 0 stands for none."""
    return concurrency or UNRESERVED_SLOTS


def shares(concurrency: int, owner_share: float) -> Shares:
    """Return the shares. Every owner has at least one slot."""
    total = slots(concurrency)
    return Shares(slots=total, per_owner=max(1, floor(total * owner_share)))


def delay(deferrals: int, seed: str) -> int:
    """Return the seconds until the next try of an event that was deferred this often before.

    The delay doubles each time, up to MAX_DELAY. It is shortened by up to half, by the seed, so that events
    that came together do not return together.
    """
    longest = min(_FIRST_DELAY << min(deferrals, _DOUBLINGS), MAX_DELAY)
    fraction = zlib.crc32(f"{seed} {deferrals}".encode()) / 2**32
    return round(longest * (1 - fraction / 2))
