"""The usage that quotas count, and their limits."""

from datetime import UTC, datetime, timedelta
from typing import Self

from msgspec import Struct

_DAY = timedelta(days=1)


class Day(Struct, frozen=True):
    """A day in UTC, for which usage is counted. `name` is its date (`2026-01-31`), `end` is midnight."""

    name: str
    end: datetime

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the day that a moment belongs to."""
        start = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(f"{start:%Y-%m-%d}", start + _DAY)

    @property
    def expires_at(self) -> datetime:
        """When the counters of the day can be deleted."""
        return self.end + _DAY

    def seconds_left(self, now: datetime) -> int:
        """Return the seconds after which the day is over."""
        return int((self.end - now).total_seconds()) + 1


class Usage(Struct, frozen=True, kw_only=True):
    """What one charge adds to an owner's counters.

    `day` is a UTC date (`2026-01-31`). `window` is the time since 1970 divided by a form's lifetime; open
    forms are counted per window. `forms` is 1 if the image opens an upload form, otherwise 0. The counters
    of the day can be deleted after `expires_at`.
    """

    owner: str
    day: str
    window: int
    images: int
    bytes: int
    forms: int
    expires_at: datetime


class Limits(Struct, frozen=True, kw_only=True):
    """The most that one owner may use: images and bytes per day, open forms at a time."""

    images: int
    bytes: int
    forms: int
