"""Random schedules around an image that browsers view on demand while it changes.

Hypothesis covers everything that can happen, and so has few schedules with views. Here, each action leads to
one or has to do with one, and each seed is one schedule.
"""

from collections.abc import Callable, Mapping
from random import Random

from tests.model.features import Features
from tests.model.invariants import check_always, check_when_idle
from tests.model.mutants import ORIGINAL, Mutant
from tests.model.services import NotifyingSources
from tests.model.world import World
from tests.unit.deployment import KEY

_ACTIONS = 40
_CONTENTS = (b"image one", b"image two", b"image indecent", b"text")
# Steps of one run without another in between.
_STEPS = range(1, 11)


def run_schedule(seed: int, mutant: Mutant = ORIGINAL) -> None:
    """Run the schedule of this seed. Raises Violation."""
    random = Random(seed)  # noqa: S311 - schedules are no secrets
    world = _ready_image(random, mutant)
    for _ in range(_ACTIONS):
        (act,) = random.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
        act(world, random)
        check_always(world)
    world.settle()
    check_when_idle(world)


def _ready_image(random: Random, mutant: Mutant) -> World:
    world = World(
        KEY,
        Features(cdn=random.random() < 0.5, moderation=random.random() < 0.5),
        components=mutant.components,
        store=mutant.store(),
        outputs=mutant.outputs(),
        sources=NotifyingSources(versioned=random.random() < 0.5),
    )
    world.upload(b"image one")
    world.settle()
    return world


def _view(world: World, random: Random) -> None:
    """Let a browser request the current version, or any that the image has had."""
    world.view(-1 if random.random() < 0.5 else random.randrange(12))


def _upload(world: World, random: Random) -> None:
    world.upload(random.choice(_CONTENTS))


def _deliver(world: World, random: Random) -> None:
    if world.waiting:
        world.deliver(random.randrange(len(world.waiting)))


def _step(world: World, random: Random) -> None:
    """Let one run make some steps, unless it ends before."""
    if not world.runs:
        return
    position, others = random.randrange(len(world.runs)), len(world.runs) - 1
    for _ in range(random.choice(_STEPS)):
        if len(world.runs) > others:
            world.step(position)
            check_always(world)


def _kill(world: World, random: Random) -> None:
    if world.runs:
        world.kill(random.randrange(len(world.runs)))


def _settle(world: World, random: Random) -> None:
    del random
    world.settle()
    check_when_idle(world)


_WEIGHTS: Mapping[Callable[[World, Random], None], int] = {
    _view: 6,
    _step: 20,
    _deliver: 6,
    _upload: 2,
    _kill: 2,
    _settle: 1,
    lambda world, _: world.delete(): 1,
    lambda world, _: world.erase(): 1,
    lambda world, _: world.refocus(): 1,
    lambda world, _: world.render_again(): 1,
}
