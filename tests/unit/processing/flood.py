"""Runs in progress, and events that compete with them."""

from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain.deadline import Deadline
from chalicelib.domain.fair_share import Shares
from chalicelib.domain.s3_events import ObjectEvent
from chalicelib.models import Lease
from chalicelib.processing.fair_share import FairShare, Reconcile
from chalicelib.processing.outcome import Outcome
from tests.fakes import FakeDeferralQueue, FakeLeases
from tests.unit.deployment import KEY, OWNER
from tests.unit.in_memory_app import InMemoryApp

DEADLINE_MS = 60_000
SHARES = Shares(slots=4, per_owner=2)


@dataclass
class LimitedApp(InMemoryApp):
    """The application in memory, with shares for owners."""

    shares: Shares = SHARES
    deferrals: FakeDeferralQueue = field(default_factory=FakeDeferralQueue)
    leases: FakeLeases = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.leases = FakeLeases(self.store)

    def fair_share(self, reconcile: Reconcile | None = None) -> FairShare:
        """Return the use case, with the pipeline if no other is given."""
        return FairShare(
            reconcile=reconcile or self.pipeline.reconcile,
            shares=self.shares,
            leases=self.leases,
            queue=self.deferrals,
            store=self.store,
            observer=self.observer,
            clock=self.clock,
        )


def running(app: LimitedApp, number: int, owner: str = OWNER) -> None:
    """Let this many runs of an owner be in progress."""
    ends = app.clock() + timedelta(milliseconds=DEADLINE_MS)
    for _ in range(number):
        key = f"images/running-{len(app.store.leases)}.jpg"
        app.pipeline.claim(key, lease=Lease(owner=owner, ends=ends))


def event(app: LimitedApp, key: str = KEY) -> ObjectEvent:
    return ObjectEvent(key=key, source=app.put(b"image", key))


def process(app: LimitedApp, object_event: ObjectEvent, deferrals: int = 0) -> Outcome:
    return app.fair_share().process(object_event, Deadline(lambda: DEADLINE_MS), deferrals)
