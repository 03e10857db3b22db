"""What a command has come across so far."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from chalicelib.recovery.dispatch import Finding, Step


@dataclass
class Tally:
    """Counts objects and their bytes by what was found. `last` is the key of the last one that is done."""

    objects: Counter[Finding] = field(default_factory=Counter)
    bytes: Counter[Finding] = field(default_factory=Counter)
    last: str | None = None

    def add(self, step: Step) -> None:
        """Count one more."""
        self.objects[step.finding] += 1
        self.bytes[step.finding] += step.source.size if step.source else 0
        if step.finding is not Finding.DUE:
            self.last = step.key


def to_cursor(key: str) -> str:
    """Spell a key so that it survives terminals and shells: keys may hold any character."""
    return quote(key)


def from_cursor(text: str) -> str:
    """Give the key back."""
    return unquote(text)
