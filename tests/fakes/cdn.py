"""Fakes of the ports of the CDN."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.errors import ServiceUnavailable
from chalicelib.models import FullInvalidation, InvalidationRequest


@dataclass
class FakeCdn:
    """Records the paths of the accepted invalidations by reference."""

    accepted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    available: bool = True

    def invalidate_tags(self, tags: Sequence[str], reference: str) -> None:
        self._invalidate(tuple(f"#{tag}" for tag in tags), reference)

    def invalidate_all(self, reference: str) -> None:
        self._invalidate(("/*",), reference)

    def _invalidate(self, paths: tuple[str, ...], reference: str) -> None:
        if not self.available:
            raise ServiceUnavailable("TooManyInvalidationsInProgress")
        self.accepted[reference] = paths


@dataclass
class FakeInvalidationQueue:
    """A queue in memory; `delays` are those of the sent requests."""

    requests: list[InvalidationRequest] = field(default_factory=list)
    delays: list[timedelta] = field(default_factory=list)
    available: bool = True

    def send(self, requests: Sequence[InvalidationRequest], *, delay: timedelta = timedelta()) -> None:
        if not self.available:
            raise ServiceUnavailable("ThrottlingException")
        self.requests += requests
        self.delays += [delay] * len(requests)


@dataclass
class FakeInvalidationUsage:
    """Counters in memory."""

    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    claimed_at: datetime | None = None
    accepted: datetime | None = None

    def reserve(self, owner: str, now: datetime, count: int, limit: int) -> bool:
        day = (owner, f"{now:%Y-%m-%d}")
        if self.counted[day] + count > limit:
            return False
        self.counted[day] += count
        return True

    def release(self, owner: str, now: datetime, count: int) -> None:
        self.counted[owner, f"{now:%Y-%m-%d}"] -= count

    def claim_full(self, now: datetime, interval: timedelta) -> FullInvalidation:
        is_new = self.claimed_at is None or self.claimed_at <= now - interval
        self.claimed_at = now if self.claimed_at is None or is_new else self.claimed_at
        return FullInvalidation(claimed_at=self.claimed_at, is_new=is_new, accepted=self.accepted)

    def accept_full(self, claimed_at: datetime) -> None:
        self.accepted = claimed_at
