"""What a batch has done so far: objects by outcome, and the variants that images gain and lose."""

from collections import Counter, defaultdict
from collections.abc import Callable

from msgspec import Struct, field

from chalicelib.recovery.dispatch import Finding, Step

# The images that a report lists.
MAX_EXAMPLES = 10


class VariantTotals(Struct):
    """The sums of the changes to several images.

    `changed` counts those that gain or lose variants, `gained` and `lost` the same by the variant's name.
    `edited` counts those whose record is written before they are sent. The other numbers are of files and
    bytes, as in VariantChanges.
    """

    images: int = 0
    changed: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    edited: int = 0
    rendered: int = 0
    added: int = 0
    files: int = 0
    bytes: int = 0
    examples: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Count one image."""
        changes = step.changes
        self.images += 1
        self.gained.update(changes.gained)
        self.lost.update(changes.lost)
        self.edited += step.edited is not None
        self.rendered += changes.rendered
        self.added += changes.added
        self.files += changes.files
        self.bytes += changes.bytes
        if changes.gained or changes.lost:
            self.changed += 1
            if len(self.examples) < MAX_EXAMPLES:
                self.examples.append(step)


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
