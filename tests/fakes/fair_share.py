"""Fakes of the leases and of the deferral queue."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.models import Source
from tests.fakes.store import FakeImageStore


@dataclass
class FakeLeases:
    """Reads the leases of a fake store."""

    store: FakeImageStore

    def count(self, owner: str, now: datetime) -> int:
        held = self.store.leases.values()
        return sum(count for lease, count in held if lease.owner == owner and lease.ends > now)

    def others(self, owner: str, now: datetime) -> Mapping[str, int]:
        runs = Counter[str]()
        for lease, count in self.store.leases.values():
            if lease.owner != owner and lease.ends > now:
                runs[lease.owner] += count
        return runs


@dataclass(frozen=True, kw_only=True)
class Deferred:
    """A deferred event."""

    key: str
    source: Source | None
    owner: str
    deferrals: int
    delay: int


@dataclass
class FakeDeferralQueue:
    """Keeps what was sent, without delivering it."""

    sent: list[Deferred] = field(default_factory=list)

    def send(self, key: str, source: Source | None, *, owner: str, deferrals: int, delay: int) -> None:
        self.sent.append(Deferred(key=key, source=source, owner=owner, deferrals=deferrals, delay=delay))
