"""The usage that quotas count, and their limits."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Usage:
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


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that one owner may use: images and bytes per day, open forms at a time."""

    images: int
    bytes: int
    forms: int
