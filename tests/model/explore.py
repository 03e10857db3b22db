"""Explores every schedule of a small case by force: all orders of steps, with deaths at every point.

Three runs at once have too many orders for that. For them the number of times that one run is put aside
for another is bounded: nearly all known races need only very few such switches
(https://www.microsoft.com/en-us/research/publication/chess-systematic-testing-of-concurrent-software/).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import methodcaller
from typing import Any

from tests.model.invariants import check_always, check_at_rest
from tests.model.world import Run, World

Act = Callable[[World], None]
UNBOUNDED = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Position:
    """A world, what is still to happen to it in this order, and how much disturbance is still allowed.

    `deaths` of runs, `switches` away from a run that could go on; `current` is the run that stepped last.
    """

    world: World
    script: Sequence[Act] = ()
    deaths: int = 0
    switches: int = UNBOUNDED
    current: Run | None = None

    def identity(self) -> int:
        """Return the same number for positions from which the same can follow."""
        world = self.world
        state = (
            *(world.store.images, world.sources.objects, world.outputs.stored, world.dead_letters),
            *(sorted(map(repr, world.outputs.retired)), sorted(map(repr, world.runs))),
            world.publisher and sorted({event.detail for event in world.publisher.events}),
        )
        bounds = (len(self.script), self.deaths, self.switches)
        return hash((repr(state), *bounds, self.switches < UNBOUNDED and repr(self.current)))

    def successors(self) -> Iterator["Position"]:
        """Yield all that can happen next."""
        if self.script:
            yield self._after(self.script[0], script=self.script[1:])
        for number, run in enumerate(self.world.runs):
            switches = self.switches - self._is_a_switch(run)
            if switches < 0:
                continue
            yield self._stepped(number, switches)
            if self.deaths:
                yield self._after(
                    methodcaller("kill", number), deaths=self.deaths - 1, switches=switches, current=None
                )

    def _stepped(self, number: int, switches: int) -> "Position":
        after = self._after(methodcaller("step", number), switches=switches)
        going_on = len(after.world.runs) == len(self.world.runs)
        return replace(after, current=after.world.runs[number] if going_on else None)

    def _is_a_switch(self, run: Run) -> bool:
        return self.current is not None and run is not self.current

    def _after(self, act: Act, **changes: Any) -> "Position":
        world = self.world.copy()
        act(world)
        check_always(world)
        return replace(self, world=deliver_all(world), **changes)


def deliver_all(world: World) -> World:
    """Start all that waits: a run that has made no call yet is as good as an event still under way."""
    while world.waiting:
        world.deliver(0)
    return world


def explore(start: Position) -> int:
    """Go through every position that can be reached; return how many. Raises Violation."""
    start = replace(start, world=deliver_all(start.world))
    seen = {start.identity()}
    ahead = [start]
    while ahead:
        position = ahead.pop()
        successors = list(position.successors())
        if not successors:
            position.world.settle()
            check_at_rest(position.world)
        for successor in successors:
            identity = successor.identity()
            if identity not in seen:
                seen.add(identity)
                ahead.append(successor)
    return len(seen)
