"""Simulates the functions that process images, in virtual time, as if each run had a processor of its own.

The decisions are those of the real `FairShare`. Times are in seconds. A function runs at most `slots` events
at once, and takes them in order. Leases show in the index up to 50 ms after the record.
"""

import heapq
import itertools
import random
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.fair_share import Shares
from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import Image, Lease, Source, Status
from chalicelib.processing.fair_share import FairShare
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Admit
from tests.fakes import START, FakeImageStore, FakeObserver

# What S3 takes to deliver an event, and a function until it counts the leases, defers an event or has
# recognized a duplicate. The calls take 8 ms, as in load/assumptions.json.
DELIVERY = 0.2, 0.8
TO_DECISION, TO_DEFER, TO_RECOGNIZE = 0.03, 0.025, 0.015
INDEX_LAG = 0.05


class VirtualFunctions:
    """`process_upload` and `process_deferred`, and what they use: each is a port of `FairShare`."""

    def __init__(self, shares: Shares, fair_share: type[FairShare] = FairShare) -> None:
        self.now = 0.0
        self.random = random.Random(1)  # noqa: S311 - a simulation
        self._shares, self._fair_share = shares, fair_share
        self._steps: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._free = [shares.slots, shares.slots]
        self._waiting: tuple[deque[tuple[str, int]], ...] = (deque(), deque())
        self._owners: dict[str, str] = {}
        self._runs: dict[str, float] = {}
        self._when_ready: dict[str, Callable[[], None]] = {}
        self._leases: list[tuple[str, float, float]] = []

    def upload(self, key: str, owner: str, run: float, when_ready: Callable[[], None]) -> None:
        """Let S3 deliver an event about an image whose run takes `run` seconds, and later a duplicate."""
        self._owners[key], self._runs[key], self._when_ready[key] = owner, run, when_ready
        for delay in (0, 1):
            self.after(delay + self.random.uniform(*DELIVERY), partial(self._arrive, 0, key, 0))

    def after(self, seconds: float, step: Callable[[], None]) -> None:
        """Take a step later."""
        heapq.heappush(self._steps, (self.now + seconds, next(self._numbers), step))

    def run(self, goes_on: Callable[[], bool]) -> None:
        """Take the steps in order of their times."""
        while goes_on():
            self.now, _, step = heapq.heappop(self._steps)
            step()

    def count(self, owner: str, now: datetime) -> int:
        del now
        return self._visible()[owner]

    def others(self, owner: str, now: datetime) -> Mapping[str, int]:
        del now
        return {name: number for name, number in self._visible().items() if name != owner}

    def send(self, key: str, source: Source | None, *, owner: str, deferrals: int, delay: int) -> None:
        del source, owner
        self.after(delay, partial(self._arrive, 1, key, deferrals))

    def _visible(self) -> Counter[str]:
        self._leases = [lease for lease in self._leases if lease[2] > self.now]
        return Counter(owner for owner, since, _ in self._leases if since <= self.now)

    def _arrive(self, function: int, key: str, deferrals: int) -> None:
        self._waiting[function].append((key, deferrals))
        self._start(function)

    def _start(self, function: int) -> None:
        while self._free[function] and self._waiting[function]:
            self._free[function] -= 1
            key, deferrals = self._waiting[function].popleft()
            if key in self._when_ready:
                self.after(TO_DECISION, partial(self._decide, function, key, deferrals))
            else:
                self.after(TO_RECOGNIZE, partial(self._end, function))

    def _decide(self, function: int, key: str, deferrals: int) -> None:
        lease: Lease | None = None

        def reconcile(
            key: str, hint: Source | None, deadline: Deadline, admit: Admit, removed_version: str | None
        ) -> Outcome:
            nonlocal lease
            del hint, deadline, removed_version
            lease = admit(self._record(key))
            return Outcome.READY if lease else Outcome.DEFERRED

        event = ObjectEvent(key=key, source=Source(etag="etag", size=1))
        self._use_case(reconcile).process(event, Deadline(lambda: 60_000), deferrals)
        if lease is None:
            self.after(TO_DEFER, partial(self._end, function))
            return
        since, until = (self.random.uniform(0, INDEX_LAG) for _ in range(2))
        self._leases.append((lease.owner, self.now + since, self.now + self._runs[key] + until))
        self.after(self._runs[key], partial(self._finish, function, key))

    def _use_case(self, reconcile: Callable[..., Outcome]) -> FairShare:
        return self._fair_share(
            reconcile=reconcile,
            shares=self._shares,
            leases=self,
            queue=self,
            store=FakeImageStore(),
            observer=FakeObserver(),
            clock=lambda: START + timedelta(seconds=self.now),
        )

    def _record(self, key: str) -> Image:
        return Image(
            id=key,
            key=key,
            filename="photo.jpg",
            owner=self._owners[key],
            status=Status.PROCESSING,
            created_at=START,
            updated_at=START,
        )

    def _finish(self, function: int, key: str) -> None:
        when_ready = self._when_ready.pop(key, None)
        if when_ready:
            when_ready()
        self._end(function)

    def _end(self, function: int) -> None:
        self._free[function] += 1
        self._start(function)
