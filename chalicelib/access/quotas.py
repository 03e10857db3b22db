"""What one owner may use: pictures and bytes a day, and forms that may be open at a time.

A form counts as open until its time is over, used or not. So no more than the limit are handed out in
each span of a form's life.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.access.ports import UsageStore
from chalicelib.errors import QuotaExceeded

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Usage:
    """One form, as it counts: `day` is a UTC date, `span` the number of the span of a form's life.

    After `expires_at` nobody needs the counters of that day.
    """

    owner: str
    day: str
    span: int
    bytes: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that one owner may use."""

    pictures: int
    bytes: int
    forms: int


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """Counts what owners use. `form_life` is in seconds."""

    usage: UsageStore
    limits: Limits
    form_life: int
    clock: Callable[[], datetime]

    def charge(self, owner: str, size: int) -> None:
        """Count a form for up to `size` bytes. Raises QuotaExceeded, and then nothing is counted."""
        now = self.clock().astimezone(UTC)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
        span, passed = divmod(int(now.timestamp()), self.form_life)
        used = Usage(owner=owner, day=f"{now:%Y-%m-%d}", span=span, bytes=size, expires_at=midnight + _DAY)
        exhausted = self.usage.add(used, self.limits)
        if exhausted == "forms":
            raise QuotaExceeded(
                f"{self.limits.forms} forms are open; use them, or wait until they expire",
                self.form_life - passed,
            )
        if exhausted is not None:
            limit = getattr(self.limits, exhausted)
            raise QuotaExceeded(
                f"The quota of {limit} {exhausted} a day is used up; it begins anew at midnight, UTC",
                int((midnight - now).total_seconds()) + 1,
            )
