"""What one run has found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from darkroom import Image

from load.expected_outputs import Expected, Output
from load.probe import Cost
from load.resource_usage import Watch
from load.stats import percentile
from load.uploads import Sent
from load.verdicts import Verdict, judge


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One kind of pictures, from the first upload to the last answer, and what they should come to."""

    name: str
    sent: Sequence[Sent]
    watch: Watch
    expected: Sequence[Expected]

    @property
    def per_second(self) -> float:
        """Pictures sent and seen through, per second."""
        return len(self.sent) / self.watch.seconds

    @property
    def engine(self) -> float:
        """CPU seconds of the engine for each picture once."""
        return sum(expected.cpu for expected in self.expected)


@dataclass(frozen=True, kw_only=True)
class Results:
    """Everything that the report shows. `images` and `stored` are by id, `runs` by outcome."""

    machine: Mapping[str, str]
    workers: int
    at_a_time: int
    phases: Sequence[Phase]
    images: Mapping[str, Image]
    stored: Mapping[str, frozenset[Output]]
    runs: Counter[str]
    dead_letters: int
    messages_left: int
    costs: Sequence[Cost]

    def verdicts(self, phase: Phase) -> Counter[Verdict]:
        """Judge every picture of a phase."""
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
        """Return a percentile of the seconds from an upload's start to its record's end state."""
        images = ((sent, self.images.get(sent.image_id or "")) for sent in phase.sent)
        seconds = [image.updated_at.timestamp() - sent.started for sent, image in images if image]
        return percentile(seconds, percent)

    @property
    def kept(self) -> bool:
        """Say whether the promise was kept: nothing lost, nothing stuck, nothing wrong, nothing left over."""
        broken = sum(
            self.verdicts(phase).total() - self.verdicts(phase)[Verdict.RIGHT] for phase in self.phases
        )
        return broken == self.dead_letters == self.messages_left == 0
