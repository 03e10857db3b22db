"""A small case, and how its exploration starts."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.model.actions import Action
from tests.model.explore import UNBOUNDED, State
from tests.model.features import Features
from tests.model.mutants import ORIGINAL, Mutant
from tests.model.services import NotifyingSources
from tests.model.world import World
from tests.unit.deployment import KEY


@dataclass(frozen=True, kw_only=True)
class Case:
    """The actions in `before` happen first, those in `script` in order at any time during the runs.

    `crashes` and `preemptions` limit what the exploration tries.
    """

    before: Sequence[Action] = ()
    script: Sequence[Action] = ()
    crashes: int = 0
    preemptions: int = UNBOUNDED
    versioned: bool = True
    features: Features = field(default_factory=Features)

    def start(self, mutant: Mutant = ORIGINAL) -> State:
        """Return the initial state of the exploration."""
        world = World(
            KEY,
            self.features,
            components=mutant.components,
            store=mutant.store(),
            outputs=mutant.outputs(),
            sources=NotifyingSources(versioned=self.versioned),
        )
        for act in self.before:
            act(world)
        return State(world=world, script=self.script, crashes=self.crashes, preemptions=self.preemptions)
