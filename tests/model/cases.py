"""Small cases that can be explored completely, or nearly so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tests.fakes import FakeEventPublisher
from tests.model.broken import INTACT, Broken
from tests.model.explore import UNBOUNDED, Act, Position
from tests.model.services import AnnouncedSources
from tests.model.tasks import MAX_ATTEMPTS, Event
from tests.model.world import World
from tests.unit.deployment import KEY


def put(content: bytes) -> Act:
    """Upload, overwriting what is there."""
    return partial(World.upload, content=content)


PUT_ONE, PUT_TWO, PUT_TEXT = put(b"image one"), put(b"image two"), put(b"text")
DELETE: Act = World.delete
SETTLE: Act = World.settle


def deliver_twice(world: World) -> None:
    """S3 sends the oldest event again."""
    world.waiting.append(world.waiting[0])


def spend_attempts(world: World) -> None:
    """All attempts but the last at each waiting event have died before their first step."""
    world.waiting[:] = [
        Event(task.key, task.source, MAX_ATTEMPTS) if isinstance(task, Event) else task
        for task in world.waiting
    ]


@dataclass(frozen=True, kw_only=True)
class Case:
    """`before` has happened; then `script` happens, in this order, at any time during the runs.

    `told`: outcomes are published.
    """

    before: Sequence[Act] = ()
    script: Sequence[Act] = ()
    deaths: int = 0
    switches: int = UNBOUNDED
    versioned: bool = True
    told: bool = False

    def position(self, broken: Broken = INTACT) -> Position:
        """Return where the exploration begins."""
        world = World(
            KEY,
            broken.protocol,
            store=broken.store(),
            sources=AnnouncedSources(versioned=self.versioned),
            publisher=FakeEventPublisher() if self.told else None,
        )
        for act in self.before:
            act(world)
        return Position(world=world, script=self.script, deaths=self.deaths, switches=self.switches)


CASES = {
    "two runs, overwritten": Case(before=[PUT_ONE], script=[PUT_TWO]),
    "two runs, deleted": Case(before=[PUT_ONE], script=[DELETE]),
    "two runs, the same event": Case(before=[PUT_ONE, deliver_twice]),
    "an overwrite that may die at every point": Case(before=[PUT_ONE, SETTLE], script=[PUT_TWO], deaths=4),
    "a deletion that may die at every point": Case(before=[PUT_ONE, SETTLE], script=[DELETE], deaths=5),
    "a last attempt that dies while the object is deleted": Case(
        before=[PUT_ONE, spend_attempts], script=[DELETE], deaths=1
    ),
    "overwritten and deleted": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TEXT, DELETE], deaths=1, switches=2
    ),
    "overwritten and back again": Case(before=[PUT_ONE, SETTLE], script=[PUT_TWO, PUT_ONE], versioned=False),
    "three runs, overwritten and back again": Case(
        before=[PUT_ONE], script=[PUT_TWO, PUT_ONE], switches=1, versioned=False
    ),
    "three runs, overwritten and deleted": Case(before=[PUT_ONE], script=[PUT_TWO, DELETE], switches=2),
    "two runs, overwritten, told": Case(before=[PUT_ONE], script=[PUT_TWO], told=True),
    "a told overwrite that may die at every point": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TWO], deaths=4, told=True
    ),
    "a told deletion that may die at every point": Case(
        before=[PUT_ONE, SETTLE], script=[DELETE], deaths=4, told=True
    ),
    "overwritten and deleted, told": Case(before=[PUT_ONE], script=[PUT_TWO, DELETE], switches=1, told=True),
}
