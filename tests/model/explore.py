"""Explore every schedule of a small case exhaustively: all orders of steps, with crashes at every point.

Three concurrent runs have too many schedules for that. For them, the number of preemptions is bounded:
almost all known race conditions need only very few
(https://www.microsoft.com/en-us/research/publication/chess-systematic-testing-of-concurrent-software/).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import methodcaller
from typing import Any

from chalicelib.models import Image
from tests.model.actions import Action
from tests.model.invariants import check_always, check_when_idle
from tests.model.runs import Run
from tests.model.world import World

UNBOUNDED = 1_000_000


class Texts:
    """The representations of records, which never change, and which many states have in common."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Image, str]] = {}

    def of(self, image: Image) -> str:
        """Return the representation of a record."""
        # the record is kept, so that no other one gets its number
        known = self._known.get(id(image))
        if known is None:
            known = self._known[id(image)] = (image, repr(image))
        return known[1]


@dataclass(frozen=True, kw_only=True)
class State:
    """A state of the exploration: a world, the actions that are left, in order, and the remaining limits.

    `crashes` and `preemptions` are how many more are allowed. A preemption switches away from a run that is
    not finished. `current` is the run that made the last step.
    """

    world: World
    script: Sequence[Action] = ()
    crashes: int = 0
    preemptions: int = UNBOUNDED
    current: Run | None = None

    def identity(self, texts: Texts) -> int:
        """Return a number that is the same for states with the same possible futures."""
        world = self.world
        snapshot = (
            *(
                [texts.of(image) for image in world.store.images.values()],
                world.sources.objects,
                world.outputs.stored,
                world.dead_letters,
            ),
            *(world.retired.lists, sorted(id(run.history) for run in world.runs)),
            world.features.events and sorted({event.detail for event in world.publisher.events}),
            world.features.cdn and (sorted(world.outputs.cached), sorted(world.outputs.deleted)),
            world.features.cdn and world.invalidation_usage,
            world.in_parts and (world.deletions, world.open_uploads, world.sources.by_form),
            world.form and (world.usage, world.store.published, world.sources.history),
            bool(world.erased) and (sorted(world.erased), world.sources.history),
            (world.claims, world.renderings, sorted(world.versions), sorted(map(repr, world.late))),
            world.features.workflow and world.execution_names.names,
            world.features.retention and world.retention.policies,
            world.features.shares and (world.neighbors, world.store.leases, world.clock, world.waiting),
        )
        bounds = (len(self.script), self.crashes, self.preemptions)
        current = self.current if self.preemptions < UNBOUNDED else None
        return hash((repr(snapshot), *bounds, current and id(current.history)))

    def successors(self) -> Iterator["State"]:
        """Yield all possible next states."""
        if self.script:
            yield self._after(self.script[0], script=self.script[1:])
        for number, run in enumerate(self.world.runs):
            preemptions = self.preemptions - self._is_preemption(run)
            if preemptions < 0:
                continue
            yield self._stepped(number, preemptions)
            if self.crashes:
                yield self._after(
                    methodcaller("kill", number),
                    crashes=self.crashes - 1,
                    preemptions=preemptions,
                    current=None,
                )

    def _stepped(self, number: int, preemptions: int) -> "State":
        after = self._after(methodcaller("step", number), preemptions=preemptions)
        going_on = len(after.world.runs) == len(self.world.runs)
        return replace(after, current=after.world.runs[number] if going_on else None)

    def _is_preemption(self, run: Run) -> bool:
        return self.current is not None and run is not self.current

    def _after(self, act: Action, **changes: Any) -> "State":
        world = self.world.copy()
        act(world)
        check_always(world)
        return replace(self, world=deliver_all(world), **changes)


def deliver_all(world: World) -> World:
    """Start all waiting tasks: a run without any call yet is equivalent to an event in transit.

    Deferred events wait until the neighbors' runs and the erasure have ended.
    """
    while due := [at for at, task in enumerate(world.waiting) if world.is_due(task)]:
        world.deliver(due[0])
    return world


def explore(start: State) -> int:
    """Visit every reachable state and return their number. Raises Violation."""
    start = replace(start, world=deliver_all(start.world))
    texts = Texts()
    seen = {start.identity(texts)}
    ahead = [start]
    while ahead:
        state = ahead.pop()
        successors = list(state.successors())
        if not successors:
            state.world.settle()
            check_when_idle(state.world)
        for successor in successors:
            identity = successor.identity(texts)
            if identity not in seen:
                seen.add(identity)
                ahead.append(successor)
    return len(seen)
