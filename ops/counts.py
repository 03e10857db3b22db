"""What a batch has done so far, counted by outcome."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from chalicelib.recovery.dispatch import Finding, Step


@dataclass
class Counts:
    """Objects and their bytes, by finding. `last` is the key of the last object that needs no more work."""

    objects: Counter[Finding] = field(default_factory=Counter)
    bytes: Counter[Finding] = field(default_factory=Counter)
    last: str | None = None

    def add(self, step: Step) -> None:
        """Count one object."""
        self.objects[step.finding] += 1
        self.bytes[step.finding] += step.source.size if step.source else 0
        if step.finding is not Finding.DUE:
            self.last = step.key


ReportProgress = Callable[[Counts], None]
