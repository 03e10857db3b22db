"""What one owner may use: images and bytes a day, and forms that may be open at a time.

A form counts as open until its time is over, used or not. So no more than the limit are handed out in
each span of a form's life; midnight, when the day's counters end, ends a span, too. An image that is
rendered anew counts as one more, since it costs as much, but opens no form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.access.ports import UsageStore
from chalicelib.access.usage import Limits, Usage
from chalicelib.errors import QuotaExceeded

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """Counts what owners use. `form_life` is in seconds."""

    usage: UsageStore
    limits: Limits
    form_life: int
    clock: Callable[[], datetime]

    def charge_form(self, owner: str, size: int) -> None:
        """Count a form for up to `size` bytes. Raises QuotaExceeded, and then nothing is counted."""
        self._charge(owner, size, forms=1)

    def charge_rendering(self, owner: str, size: int) -> None:
        """Count an image of `size` bytes that is there already. Raises QuotaExceeded like `charge_form`."""
        self._charge(owner, size, forms=0)

    def _charge(self, owner: str, size: int, *, forms: int) -> None:
        now = self.clock().astimezone(UTC)
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
        span, passed = divmod(int(now.timestamp()), self.form_life)
        used = Usage(
            owner=owner,
            day=f"{now:%Y-%m-%d}",
            span=span,
            bytes=size,
            forms=forms,
            expires_at=midnight + _DAY,
        )
        exhausted = self.usage.add(used, self.limits)
        day_left = int((midnight - now).total_seconds()) + 1
        if exhausted == "forms":
            raise QuotaExceeded(
                f"{self.limits.forms} forms have been handed out that may be open; wait until they expire",
                min(self.form_life - passed, day_left),
            )
        if exhausted is not None:
            limit = getattr(self.limits, exhausted)
            raise QuotaExceeded(
                f"The quota of {limit} {exhausted} a day is used up; it begins anew at midnight, UTC",
                day_left,
            )
