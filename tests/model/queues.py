"""Fakes of what the optional features use: queues, leases, the workflow and the CDN's API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.fair_share import MAX_DELAY
from chalicelib.models import ErasureRequest, InvalidationRequest, Source
from tests.fakes import FakeClock, FakeImageStore, FakeLeases
from tests.model.services import CachedOutputs
from tests.model.tasks import ErasureMessage, Event, Execution, Invalidating, Task

# How long Step Functions remembers names:
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
NAME_MEMORY = timedelta(days=90)


@dataclass(frozen=True)
class Neighbors:
    """Runs of other images: how many of the same owner, and how many of others."""

    own: int = 0
    others: int = 0


@dataclass
class NeighborsLeases:
    """The leases of the world's image and of its neighbors."""

    store: FakeImageStore
    neighbors: Neighbors

    def count(self, owner: str, now: datetime) -> int:
        return FakeLeases(self.store).count(owner, now) + self.neighbors.own

    def others(self, owner: str, now: datetime) -> Mapping[str, int]:
        neighbors = {"neighbor": self.neighbors.others} if self.neighbors.others else {}
        return {**FakeLeases(self.store).others(owner, now), **neighbors}


@dataclass
class Deferrals:
    """Delivers deferred events."""

    waiting: list[Task]

    def send(self, key: str, source: Source | None, *, owner: str, deferrals: int, delay: int) -> None:
        assert owner
        assert 0 < delay <= MAX_DELAY
        self.waiting.append(Event(key, source, deferrals=deferrals, delay=delay))


@dataclass
class Invalidations:
    """Delivers each batch of requests as it was sent."""

    waiting: list[Task]

    def send(self, requests: Sequence[InvalidationRequest], *, delay: timedelta = timedelta()) -> None:
        assert requests
        self.waiting.append(Invalidating.after(delay, tuple(requests)))


@dataclass
class Erasures:
    """Delivers each request as it was sent."""

    waiting: list[Task]

    def send(self, request: ErasureRequest) -> None:
        self.waiting.append(ErasureMessage(request))


@dataclass
class Cdn:
    """Drops copies at once. Each accepted request counts, whatever its reference."""

    outputs: CachedOutputs

    def invalidate_tags(self, tags: Sequence[str], reference: str) -> None:
        assert reference
        self.outputs.drop(tags)

    def invalidate_all(self, reference: str) -> None:
        assert reference
        self.outputs.drop()


@dataclass
class RememberingWorkflow:
    """Starts each execution's name once in 90 days. `names` are those that it remembers."""

    clock: FakeClock = field(default_factory=FakeClock)
    waiting: list[Task] = field(default_factory=list)
    names: dict[str, datetime] = field(default_factory=dict)

    def start(self, name: str, key: str, source: Source) -> bool:
        started = self.names.get(name)
        if started is not None and self.clock() < started + NAME_MEMORY:
            return False
        self.names[name] = self.clock()
        self.waiting.append(Execution(name, key, source))
        return True
