"""Small cases whose schedules can be explored completely or almost completely."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from tests.fakes import FakeEventPublisher
from tests.model.explore import UNBOUNDED, Action, State
from tests.model.mutants import ORIGINAL, Mutant
from tests.model.services import NotifyingSources
from tests.model.tasks import MAX_ATTEMPTS, Event
from tests.model.world import World
from tests.unit.deployment import KEY


def put(content: bytes) -> Action:
    """Return the action that uploads this content, overwriting any earlier version."""
    return partial(World.upload, content=content)


PUT_ONE, PUT_TWO, PUT_TEXT = put(b"image one"), put(b"image two"), put(b"text")
OLD_RECORD: Action = World.crash_under_the_old_id
RENDER_AGAIN: Action = World.render_again
DELETE: Action = World.delete
SETTLE: Action = World.settle


def deliver_twice(world: World) -> None:
    """Deliver the oldest event a second time."""
    world.waiting.append(world.waiting[0])


def spend_attempts(world: World) -> None:
    """Make all attempts but the last for each waiting event crash before their first step."""
    world.waiting[:] = [
        Event(task.key, task.source, MAX_ATTEMPTS) if isinstance(task, Event) else task
        for task in world.waiting
    ]


@dataclass(frozen=True, kw_only=True)
class Case:
    """The actions in `before` happen first, those in `script` in order at any time during the runs.

    `crashes` and `preemptions` limit what the exploration tries. `with_events` publishes events, `with_cdn`
    puts a CDN in front of the outputs.
    """

    before: Sequence[Action] = ()
    script: Sequence[Action] = ()
    crashes: int = 0
    preemptions: int = UNBOUNDED
    versioned: bool = True
    with_events: bool = False
    with_cdn: bool = False

    def start(self, mutant: Mutant = ORIGINAL) -> State:
        """Return the initial state of the exploration."""
        world = World(
            KEY,
            mutant.components,
            store=mutant.store(),
            sources=NotifyingSources(versioned=self.versioned),
            publisher=FakeEventPublisher() if self.with_events else None,
            with_cdn=self.with_cdn,
        )
        for act in self.before:
            act(world)
        return State(world=world, script=self.script, crashes=self.crashes, preemptions=self.preemptions)


CASES = {
    "two runs, overwritten": Case(before=[PUT_ONE], script=[PUT_TWO]),
    "two runs, deleted": Case(before=[PUT_ONE], script=[DELETE]),
    "two runs, a record under its old id": Case(before=[OLD_RECORD, PUT_ONE], script=[PUT_TWO]),
    "two runs, the same event": Case(before=[PUT_ONE, deliver_twice]),
    "an overwrite that can crash at any point": Case(before=[PUT_ONE, SETTLE], script=[PUT_TWO], crashes=4),
    "a deletion that can crash at any point": Case(before=[PUT_ONE, SETTLE], script=[DELETE], crashes=5),
    "a last attempt that crashes while the object is deleted": Case(
        before=[PUT_ONE, spend_attempts], script=[DELETE], crashes=1
    ),
    "overwritten and deleted": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TEXT, DELETE], crashes=1, preemptions=2
    ),
    "overwritten and restored": Case(before=[PUT_ONE, SETTLE], script=[PUT_TWO, PUT_ONE], versioned=False),
    "rendered again and overwritten": Case(
        before=[PUT_ONE, SETTLE], script=[RENDER_AGAIN, PUT_TWO], crashes=1, preemptions=1
    ),
    "overwritten, restored and rendered again": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TWO, PUT_ONE, RENDER_AGAIN], preemptions=1, versioned=False
    ),
    "three runs, overwritten and restored": Case(
        before=[PUT_ONE], script=[PUT_TWO, PUT_ONE], preemptions=1, versioned=False
    ),
    "three runs, overwritten and deleted": Case(before=[PUT_ONE], script=[PUT_TWO, DELETE], preemptions=2),
    "two runs, overwritten, with events": Case(before=[PUT_ONE], script=[PUT_TWO], with_events=True),
    "an overwrite with events that can crash at any point": Case(
        before=[PUT_ONE, SETTLE], script=[PUT_TWO], crashes=4, with_events=True
    ),
    "a deletion with events that can crash at any point": Case(
        before=[PUT_ONE, SETTLE], script=[DELETE], crashes=4, with_events=True
    ),
    "a deletion with a CDN that can crash at any point": Case(
        before=[PUT_ONE, SETTLE], script=[DELETE], crashes=4, with_cdn=True
    ),
    "a last attempt that crashes while the object is deleted, with a CDN": Case(
        before=[PUT_ONE, spend_attempts], script=[DELETE], crashes=1, preemptions=1, with_cdn=True
    ),
    "deleted and restored, with a CDN": Case(
        before=[PUT_ONE, SETTLE], script=[DELETE, PUT_TWO], crashes=1, preemptions=1, with_cdn=True
    ),
    "overwritten and deleted, with events": Case(
        before=[PUT_ONE], script=[PUT_TWO, DELETE], preemptions=1, with_events=True
    ),
}
