"""Use case: limit the images that each owner reads per day.

Reads are counted in memory and stored in batches, because storing each of them would cost more than the read.
So the limit is not exact: each environment of the function can admit a batch more before it learns the total,
and it forgets the rest of a batch when Lambda stops it.
"""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct, field

from chalicelib.access.ports import ReadCounter
from chalicelib.access.usage import Day
from chalicelib.errors import QuotaExceeded

BATCH = 100
"""Reads of one owner that are stored in one write."""
CHANGE = 10
"""Reads that a change of metadata counts as: it writes a record and its indexes. See `docs/cost.md`."""
# Owners that one environment remembers. With more, it forgets all of them and starts over.
_MAX_OWNERS = 10_000


class _Reads(Struct):
    """One owner's reads: the total when they were last stored, and those since then."""

    stored: int = 0
    new: int = 0


class ReadQuota(Struct, kw_only=True):
    """Counts the images that each owner reads, and enforces the limit per day."""

    counter: ReadCounter
    limit: int
    clock: Callable[[], datetime]
    _day: Day | None = None
    _owners: dict[str, _Reads] = field(default_factory=dict)

    def charge(self, owner: str) -> None:
        """Count one image. Raises QuotaExceeded, without counting anything, and ServiceUnavailable."""
        day = self._today()
        reads = self._owners.get(owner)
        if reads is not None and reads.stored + reads.new >= self.limit:
            raise QuotaExceeded(
                f"The quota of {self.limit} reads per day is used up. It resets at midnight UTC.",
                day.seconds_left(self.clock()),
            )
        self.add(owner, 1)

    def charge_change(self, owner: str) -> None:
        """Count a change of metadata, or a request about a multipart upload.

        Raises QuotaExceeded, without counting anything, and ServiceUnavailable.
        """
        self.charge(owner)
        self.add(owner, CHANGE - 1)

    def add(self, owner: str, images: int) -> None:
        """Count more images of the same response. Raises ServiceUnavailable."""
        day = self._today()
        if len(self._owners) >= _MAX_OWNERS:
            self._owners.clear()
        reads = self._owners.setdefault(owner, _Reads())
        reads.new += images
        if reads.new >= BATCH:
            reads.stored = self.counter.add_reads(owner, day, reads.new)
            reads.new = 0

    def _today(self) -> Day:
        today = Day.of(self.clock())
        if today != self._day:
            self._day = today
            self._owners.clear()
        return today
