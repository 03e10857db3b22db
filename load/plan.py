"""Plan the load: which files are broken, and which S3 events are sent twice. Pure functions."""

from collections.abc import Sequence
from enum import StrEnum
from random import Random

from msgspec import Struct

FORMATS = ("jpeg", "png", "webp")
BROKEN_SHARE = 0.05
DUPLICATE_SHARE = 0.2
# Immediately, during processing, and long after the image is ready.
DELAYS = (0, 0, 1, 2, 5)
"""Possible delays of a duplicate event, in seconds after the upload."""


class Kind(StrEnum):
    """The kind of a file."""

    SMALL = "small"
    LARGE = "large"
    TRUNCATED = "truncated"
    TEXT = "text"
    NOISE = "noise"


# The error code that each kind must fail with, or None if it must become ready.
CODES = {
    Kind.SMALL: None,
    Kind.LARGE: None,
    Kind.TRUNCATED: "corrupt_image",
    Kind.TEXT: "unsupported_format",
    Kind.NOISE: "unsupported_format",
}
BROKEN = (Kind.TRUNCATED, Kind.TEXT, Kind.NOISE)


class Item(Struct, frozen=True):
    """One file to upload. `delays` has the delay in seconds of each duplicate of its event."""

    number: int
    kind: Kind
    format: str
    delays: tuple[int, ...] = ()

    @property
    def filename(self) -> str:
        """The name of the file in the input folder and in the API."""
        return f"{self.kind}-{self.number}.{self.format}"

    @property
    def code(self) -> str | None:
        """The error code that it must fail with, or None if it must become ready."""
        return CODES[self.kind]


def small(count: int) -> Sequence[Item]:
    """Plan small files in all formats. A share of BROKEN_SHARE is broken."""
    random = Random(count)  # noqa: S311 - a plan, not a secret
    broken = set(random.sample(range(count), round(count * BROKEN_SHARE)))
    kinds = (random.choice(BROKEN) if number in broken else Kind.SMALL for number in range(count))
    items = [Item(number, kind, FORMATS[number % len(FORMATS)]) for number, kind in enumerate(kinds)]
    return _with_duplicates(items, random)


def large(count: int) -> Sequence[Item]:
    """Plan 12-megapixel images."""
    random = Random(count)  # noqa: S311 - a plan, not a secret
    return _with_duplicates([Item(number, Kind.LARGE, "jpeg") for number in range(count)], random)


def _with_duplicates(items: Sequence[Item], random: Random) -> Sequence[Item]:
    duplicated = set(random.sample(range(len(items)), round(len(items) * DUPLICATE_SHARE)))
    return [
        Item(item.number, item.kind, item.format, (random.choice(DELAYS),)) if index in duplicated else item
        for index, item in enumerate(items)
    ]
