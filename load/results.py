"""The results of one load test."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from darkroom import Image, Status
from msgspec import Struct

from load.expected_outputs import Expected, Output
from load.final_state import FinalState
from load.plan import Item
from load.probe import Cost
from load.resource_usage import ResourceUsage
from load.stats import percentile
from load.uploads import Sent


class Verdict(StrEnum):
    """The outcome of an image. Everything but CORRECT is a failure of the load test."""

    CORRECT = "correct"
    LOST = "lost"
    STUCK = "stuck"
    WRONG = "wrong"


def judge(item: Item, image: Image | None, stored: frozenset[Output], expected: Expected) -> Verdict:
    """Compare the record and the stored outputs with the plan and with the engine's own output."""
    if image is None:
        return Verdict.LOST
    if not image.status.terminal:
        return Verdict.STUCK
    code = image.error.code if image.error else None
    status = Status.FAILED if item.code else Status.READY
    correct = (
        image.status is status
        and code == item.code == expected.code
        and stored == expected.outputs
        and sorted(variant.size for variant in image.variants) == sorted(output.size for output in stored)
    )
    return Verdict.CORRECT if correct else Verdict.WRONG


class Phase(Struct, frozen=True, kw_only=True):
    """The part of a load test that sends one kind of image, with the outcome that each should have."""

    name: str
    sent: Sequence[Sent]
    usage: ResourceUsage
    expected: Sequence[Expected]
    state: FinalState

    @property
    def per_second(self) -> float:
        """Images processed per second."""
        return len(self.sent) / self.usage.seconds

    @property
    def engine(self) -> float:
        """CPU seconds that the engine takes to render each image once."""
        return sum(expected.cpu for expected in self.expected)

    @property
    def verdicts(self) -> Counter[Verdict]:
        """The number of images by verdict."""
        return Counter(
            judge(
                sent.item,
                self.state.images.get(sent.image_id or ""),
                self.state.outputs.get(sent.image_id or "", frozenset()),
                expected,
            )
            for sent, expected in zip(self.sent, self.expected, strict=True)
        )

    def seconds_to_end(self, percent: int) -> float:
        """Return a percentile of the seconds from the start of an upload to the final state of its record."""
        images = ((sent, self.state.images.get(sent.image_id or "")) for sent in self.sent)
        return percentile(
            [image.updated_at.timestamp() - sent.started for sent, image in images if image], percent
        )

    def seconds_to_start(self, percent: int) -> float:
        """Return a percentile of the seconds from the last byte of a file to the start of its run."""
        starts = ((sent, self.state.started.get(sent.image_id or "")) for sent in self.sent)
        return percentile([start - sent.stored for sent, start in starts if start], percent)


GOAL, GOAL_PERCENT = 2.0, 95
"""How many times as long 95% of an honest owner's images may take because of waiting for hostile owners."""


class Attack(Struct, frozen=True, kw_only=True):
    """An honest owner's images without and with hostile owners, and how often these did what."""

    alone: Phase
    beside: Phase
    counts: Mapping[str, int]

    def slowdown(self, percent: int) -> float:
        """Return how many times as long a percentile of the honest owner's images took on this machine."""
        return self.beside.seconds_to_end(percent) / self.alone.seconds_to_end(percent)

    def slowdown_by_waiting(self, percent: int) -> float:
        """Return how many times as long it would take if only the wait for the run were longer.

        On AWS, it is: each function has a processor of its own, so others do not slow down what it does.
        """
        waited = self.beside.seconds_to_start(percent) - self.alone.seconds_to_start(percent)
        return 1 + waited / self.alone.seconds_to_end(percent)


class Results(Struct, frozen=True, kw_only=True):
    """Everything that the report shows."""

    machine: Mapping[str, str]
    workers: int
    concurrency: int
    phases: Sequence[Phase]
    attack: Attack | None
    costs: Sequence[Cost]

    @property
    def all_phases(self) -> Sequence[Phase]:
        """All phases, including those of the attack."""
        return [*self.phases, *((self.attack.alone, self.attack.beside) if self.attack else ())]

    @property
    def states(self) -> Sequence[FinalState]:
        """The final state of each stack."""
        return list({id(phase.state): phase.state for phase in self.all_phases}.values())

    @property
    def passed(self) -> bool:
        """Whether every image is correct, nothing is left over, and the goal is reached."""
        correct = all(phase.verdicts.keys() <= {Verdict.CORRECT} for phase in self.all_phases)
        left = any(state.dead_letters or state.messages_left for state in self.states)
        fair = not self.attack or self.attack.slowdown_by_waiting(GOAL_PERCENT) <= GOAL
        return correct and not left and fair
