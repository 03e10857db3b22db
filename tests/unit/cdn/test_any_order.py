"""In any order of deletions and failures, everything is invalidated, and at a bounded price."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cdn.invalidation import Invalidation
from chalicelib.domain.invalidation import FULL_INTERVAL
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import InvalidationRequest
from tests.fakes import FakeCdn, FakeClock, FakeInvalidationQueue, FakeInvalidationUsage

PER_DAY = 3
OWNERS = ("alice", "bob")
ALL = ("/*",)
# Lambda collects messages for this long.
WINDOW = timedelta(seconds=60)

Image = tuple[str, str]
IMAGES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(OWNERS)), max_size=8)


@dataclass
class World:
    """A CDN that is available or not, and the queue in front of it."""

    clock: FakeClock = field(default_factory=FakeClock)
    cdn: FakeCdn = field(default_factory=FakeCdn)
    queue: FakeInvalidationQueue = field(default_factory=FakeInvalidationQueue)
    usage: FakeInvalidationUsage = field(default_factory=FakeInvalidationUsage)
    removed: dict[str, datetime] = field(default_factory=dict)
    log: list[tuple[datetime, tuple[str, ...]]] = field(default_factory=list)

    def delete(self, images: Iterable[Image]) -> None:
        now = self.clock()
        self.removed |= {tag: now for tag, _ in images}
        self.queue.send(
            [InvalidationRequest(tag=tag, owner=owner, requested_at=now) for tag, owner in images]
        )

    def invalidate(self) -> None:
        """Process all that is in the queue as one batch, and keep it there after an error."""
        received, self.queue.requests = self.queue.requests, []
        known = len(self.cdn.accepted)
        try:
            Invalidation(
                cdn=self.cdn, queue=self.queue, usage=self.usage, per_day=PER_DAY, clock=self.clock
            ).run(received)
        except ServiceUnavailable:
            self.queue.requests = received
        paths = list(self.cdn.accepted.values())[known:]
        self.log += [(self.clock(), each) for each in paths]


@given(st.lists(st.tuples(IMAGES, st.integers(0, 400), st.booleans()), max_size=12))
def test_everything_is_invalidated_after_its_removal_and_the_price_has_a_bound(
    deletions: Sequence[tuple[Sequence[Image], int, bool]],
) -> None:
    world = World()
    start = world.clock()
    for images, pause, available in deletions:
        world.cdn.available = available
        world.delete(images)
        world.clock.advance(WINDOW)
        world.invalidate()
        world.clock.advance(timedelta(seconds=pause))
    world.cdn.available = True
    while world.queue.requests:
        world.clock.advance(FULL_INTERVAL)
        world.invalidate()

    for tag, removed_at in world.removed.items():
        assert any(at > removed_at and {*ALL, f"#{tag}"} & {*paths} for at, paths in world.log)
    full = [at for at, paths in world.log if paths == ALL]
    assert all(later - sooner >= FULL_INTERVAL for sooner, later in pairwise(full))
    days = 1 + (world.clock() - start).days
    by_tag = sum(len(paths) for _, paths in world.log if paths != ALL)
    assert by_tag <= len(OWNERS) * PER_DAY * (days + 1)
