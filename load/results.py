"""The results of one load test."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from darkroom import Image

from load.expected_outputs import Expected, Output
from load.probe import Cost
from load.resource_usage import ResourceUsage
from load.stats import percentile
from load.uploads import Sent
from load.verdicts import Verdict, judge


@dataclass(frozen=True, kw_only=True)
class Phase:
    """The part of a load test that sends one kind of image, with the outcome that each should have."""

    name: str
    sent: Sequence[Sent]
    usage: ResourceUsage
    expected: Sequence[Expected]

    @property
    def per_second(self) -> float:
        """Images processed per second."""
        return len(self.sent) / self.usage.seconds

    @property
    def engine(self) -> float:
        """CPU seconds that the engine takes to render each image once."""
        return sum(expected.cpu for expected in self.expected)


@dataclass(frozen=True, kw_only=True)
class Results:
    """Everything that the report shows. `images` and `stored` are keyed by image ID, `runs` by outcome."""

    machine: Mapping[str, str]
    workers: int
    concurrency: int
    phases: Sequence[Phase]
    images: Mapping[str, Image]
    stored: Mapping[str, frozenset[Output]]
    runs: Counter[str]
    dead_letters: int
    messages_left: int
    costs: Sequence[Cost]

    def verdicts(self, phase: Phase) -> Counter[Verdict]:
        """Count the verdicts over all images of a phase."""
        return Counter(
            judge(
                sent.item,
                self.images.get(sent.image_id or ""),
                self.stored.get(sent.image_id or "", frozenset()),
                expected,
            )
            for sent, expected in zip(phase.sent, phase.expected, strict=True)
        )

    def seconds_to_end(self, phase: Phase, percent: int) -> float:
        """Return a percentile of the seconds from the start of an upload to the final state of its record."""
        images = ((sent, self.images.get(sent.image_id or "")) for sent in phase.sent)
        seconds = [image.updated_at.timestamp() - sent.started for sent, image in images if image]
        return percentile(seconds, percent)

    @property
    def passed(self) -> bool:
        """Whether every image is correct, with no dead letter and no message left."""
        incorrect = sum(
            self.verdicts(phase).total() - self.verdicts(phase)[Verdict.CORRECT] for phase in self.phases
        )
        return incorrect == self.dead_letters == self.messages_left == 0
