"""What a batch has done so far, counted by outcome."""

from collections import Counter, defaultdict
from collections.abc import Callable

from msgspec import Struct, field

from chalicelib.recovery.dispatch import Finding, Step
from ops.variant_totals import VariantTotals


class Counts(Struct):
    """Objects, their bytes and the changes to their variants, by finding.

    `last` is the key of the last object that needs no more work.
    """

    objects: Counter[Finding] = field(default_factory=Counter)
    bytes: Counter[Finding] = field(default_factory=Counter)
    variants: defaultdict[Finding, VariantTotals] = field(default_factory=lambda: defaultdict(VariantTotals))
    last: str | None = None

    def add(self, step: Step) -> None:
        """Count one object."""
        self.objects[step.finding] += 1
        self.bytes[step.finding] += step.source.size if step.source else 0
        self.variants[step.finding].add(step)
        if step.finding is not Finding.DUE:
            self.last = step.key


ReportProgress = Callable[[Counts], None]
