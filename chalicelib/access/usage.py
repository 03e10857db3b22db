"""What a quota counts, and its limits."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Usage:
    """One image, as it counts: `day` is a UTC date, `span` the number of the span of a form's life.

    `forms` is how many forms it opens, one or none. After `expires_at` nobody needs the counters of that day.
    """

    owner: str
    day: str
    span: int
    bytes: int
    forms: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that one owner may use."""

    images: int
    bytes: int
    forms: int
