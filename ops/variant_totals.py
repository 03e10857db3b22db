"""What a scan found about the variants of images: how many images gain and lose which ones."""

from collections import Counter

from msgspec import Struct, field

from chalicelib.recovery.dispatch import Step

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
