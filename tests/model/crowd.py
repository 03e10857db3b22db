"""A Hypothesis state machine for the shares of several owners, whose images are processed together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import Image, Source, Status, UploadRequest
from chalicelib.processing.fair_share import FairShare
from chalicelib.processing.outcome import Outcome
from chalicelib.processing.pipeline import Admit
from tests.fakes.fair_share import Deferred
from tests.model.violation import require
from tests.unit.processing.flood import DEADLINE_MS, SHARES, LimitedApp

OWNERS = st.sampled_from(["alice", "bob", "carol"])
ANY = st.integers(min_value=0, max_value=11)
MAX_ROUNDS = 200
"""More than any crowd needs: in each round, at least one image is finished."""


@dataclass
class Started:
    """A run that has claimed its record. `is_deferred` if its event came from the queue."""

    claimed: Image
    event: ObjectEvent
    is_deferred: bool


class Crowd(RuleBasedStateMachine):
    """Uploads of several owners, their runs, and crashes, in any order. Not more runs than slots go on."""

    fair_share: ClassVar[type[FairShare]] = FairShare

    def __init__(self) -> None:
        super().__init__()
        self.app = LimitedApp()
        self.keys: list[str] = []
        self.direct: list[ObjectEvent] = []
        self.running: list[Started] = []

    @rule(owner=OWNERS, number=st.integers(1, 3))
    def upload(self, owner: str, number: int) -> None:
        for _ in range(number):
            request = UploadRequest(filename="cat.jpg", size=9)
            image, _ = self.app.upload_forms.create(request, owner=owner)
            source = self.app.sources.put(image.key, b"image one", form=image.id)
            self.keys.append(image.key)
            self.direct.append(ObjectEvent(key=image.key, source=source))

    @precondition(lambda self: self.direct and len(self.running) < SHARES.slots)
    @rule(which=ANY)
    def start(self, which: int) -> None:
        self._start(self.direct.pop(which % len(self.direct)), deferrals=0)

    @precondition(lambda self: self.queue and self.has_free_consumer)
    @rule(which=ANY)
    def start_deferred(self, which: int) -> None:
        found = self.queue.pop(which % len(self.queue))
        self._start(ObjectEvent(key=found.key, source=found.source), found.deferrals)

    @precondition(lambda self: self.running)
    @rule(which=ANY)
    def finish(self, which: int) -> None:
        run = self.running.pop(which % len(self.running))
        self.app.pipeline.finalize(self.app.pipeline.process(run.claimed))

    @precondition(lambda self: self.running)
    @rule(which=ANY)
    def crash(self, which: int) -> None:
        """Crash a run, whose lease ends later. Its event is retried."""
        self.direct.append(self.running.pop(which % len(self.running)).event)

    @precondition(lambda self: not self.running)
    @rule()
    def pass_time(self) -> None:
        """Wait until all leases have ended."""
        self.app.clock.advance(timedelta(milliseconds=DEADLINE_MS))

    @invariant()
    def nothing_is_lost(self) -> None:
        under_way = [event.key for event in self.direct] + [run.event.key for run in self.running]
        open_ = {*under_way, *(event.key for event in self.queue)}
        lost = [key for key in self.keys if key not in open_ and self._status(key) is not Status.READY]
        require(not lost, "a deferred event was lost")

    def teardown(self) -> None:
        """Work everything off."""
        for _ in range(MAX_ROUNDS):
            while self.direct and len(self.running) < SHARES.slots:
                self.start(0)
            while self.queue and self.has_free_consumer:
                before = len(self.running)
                self.start_deferred(0)
                if len(self.running) == before:
                    break
            while self.running:
                self.finish(0)
            self.pass_time()
            if not self.direct and not self.queue:
                break
        require(all(self._status(key) is Status.READY for key in self.keys), "an event is never worked off")

    @property
    def queue(self) -> list[Deferred]:
        return self.app.deferrals.sent

    @property
    def has_free_consumer(self) -> bool:
        """Return whether the deferral queue's consumer may run once more, as its maximum concurrency says."""
        consumers = sum(run.is_deferred for run in self.running)
        return consumers < SHARES.slots - SHARES.per_owner and len(self.running) < SHARES.slots

    def _status(self, key: str) -> Status:
        return self.app.image(key).status

    def _start(self, event: ObjectEvent, deferrals: int) -> None:
        owner, now = self.app.image(event.key).owner, self.app.clock()
        own, others = self.app.leases.count(owner, now), self.app.leases.others(owner, now)
        started = self._process(event, deferrals) is not Outcome.DEFERRED
        if own == 0:
            require(started, "an owner without runs was deferred")
        elif not others:
            limit = SHARES.slots if deferrals else SHARES.per_owner
            require(started == (own < limit), "an owner alone got another limit")
        elif started:
            require(own < SHARES.per_owner, "an owner got more than the share while others were running")
            taken = own + sum(min(each, SHARES.per_owner) for each in others.values())
            require(taken + 1 < SHARES.slots, "an owner with runs got the last slot")

    def _process(self, event: ObjectEvent, deferrals: int) -> Outcome:
        def reconcile(
            key: str, hint: Source | None, deadline: Deadline, admit: Admit, removed_version: str | None
        ) -> Outcome:
            del hint, deadline, removed_version
            image = self.app.pipeline.record_of(key)
            lease = admit(image)
            if lease is None:
                return Outcome.DEFERRED
            claimed = self.app.pipeline.claim(key, image.id, lease=lease)
            self.running.append(Started(claimed, event, is_deferred=deferrals > 0))
            return Outcome.STARTED

        app = self.app
        fair_share = self.fair_share(
            reconcile=reconcile,
            shares=SHARES,
            leases=app.leases,
            queue=app.deferrals,
            store=app.store,
            observer=app.observer,
            clock=app.clock,
        )
        return fair_share.process(event, Deadline(lambda: DEADLINE_MS), deferrals)
