"""What is sent: which pictures are broken, whose events come more than once, and when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from load.images import FORMATS

CORRUPT_SHARE = 0.05
DUPLICATE_SHARE = 0.2
# At once, while the picture is being processed, and when it has long been ready.
DELAYS = (0, 0, 1, 2, 5)
"""Seconds after the upload at which a duplicate event may come."""


class Kind(StrEnum):
    """What a file is."""

    SMALL = "small"
    LARGE = "large"
    TRUNCATED = "truncated"
    TEXT = "text"
    NOISE = "noise"


# The code with which each kind must fail; None where it must become ready.
CODES = {
    Kind.SMALL: None,
    Kind.LARGE: None,
    Kind.TRUNCATED: "corrupt_image",
    Kind.TEXT: "unsupported_format",
    Kind.NOISE: "unsupported_format",
}
_BROKEN = (Kind.TRUNCATED, Kind.TEXT, Kind.NOISE)


@dataclass(frozen=True, slots=True)
class Item:
    """One file to send. `delays` has one entry, in seconds, for each duplicate of its event."""

    number: int
    kind: Kind
    format: str
    delays: tuple[int, ...] = ()

    @property
    def filename(self) -> str:
        """Its name in the folder of inputs and in the API."""
        return f"{self.kind}-{self.number}.{self.format}"

    @property
    def code(self) -> str | None:
        """The code with which it must fail, None if it must become ready."""
        return CODES[self.kind]


def small(count: int) -> Sequence[Item]:
    """Plan small files in all formats, of which CORRUPT_SHARE are broken."""
    random = Random(count)  # noqa: S311 - a plan, not a secret
    broken = set(random.sample(range(count), round(count * CORRUPT_SHARE)))
    kinds = (random.choice(_BROKEN) if number in broken else Kind.SMALL for number in range(count))
    items = [Item(number, kind, FORMATS[number % len(FORMATS)]) for number, kind in enumerate(kinds)]
    return _with_duplicates(items, random)


def large(count: int) -> Sequence[Item]:
    """Plan pictures of 12 megapixels."""
    random = Random(count)  # noqa: S311 - a plan, not a secret
    return _with_duplicates([Item(number, Kind.LARGE, "jpeg") for number in range(count)], random)


def _with_duplicates(items: Sequence[Item], random: Random) -> Sequence[Item]:
    twice = set(random.sample(range(len(items)), round(len(items) * DUPLICATE_SHARE)))
    return [
        Item(item.number, item.kind, item.format, (random.choice(DELAYS),)) if at in twice else item
        for at, item in enumerate(items)
    ]
