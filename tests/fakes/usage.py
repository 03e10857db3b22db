"""Fake usage counters for quotas."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from chalicelib.access.usage import Day, Limits, Usage


@dataclass
class FakeUsageStore:
    """Counters in memory."""

    images: Counter[tuple[str, str]] = field(default_factory=Counter)
    bytes: Counter[tuple[str, str]] = field(default_factory=Counter)
    forms: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    reads: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, usage: Usage, limits: Limits) -> Literal["images", "bytes", "forms"] | None:
        day, window = (usage.owner, usage.day), (usage.owner, usage.day, usage.window)
        if self.images[day] + usage.images > limits.images:
            return "images"
        if self.forms[window] + usage.forms > limits.forms:
            return "forms"
        if self.bytes[day] + usage.bytes > limits.bytes:
            return "bytes"
        self.images[day] += usage.images
        self.bytes[day] += usage.bytes
        self.forms[window] += usage.forms
        return None

    def add_reads(self, owner: str, day: Day, number: int) -> int:
        self.reads[owner, day.name] += number
        return self.reads[owner, day.name]
