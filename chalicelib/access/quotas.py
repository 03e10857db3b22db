"""Use case: limit the images and bytes per day, and the open upload forms, of each owner.

A form counts as open until it expires, whether it is used or not. Forms are counted in fixed windows as long
as a form's lifetime; a new day also starts a new window. Rendering an image again costs as much as a new
image, so it counts as one, but it opens no form. So does each attempt after one that failed.
"""

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from chalicelib.access.ports import UsageStore
from chalicelib.access.usage import Day, Limits, Usage
from chalicelib.errors import QuotaExceeded


class Quotas(Struct, frozen=True, kw_only=True):
    """Counts the usage of each owner and enforces the limits. `form_lifetime` is in seconds."""

    usage: UsageStore
    limits: Limits
    form_lifetime: int
    clock: Callable[[], datetime]

    def charge_form(self, owner: str, size: int) -> None:
        """Count a form for up to `size` bytes. Raises QuotaExceeded, without counting anything."""
        self._charge(owner, images=1, size=size, forms=1)

    def charge_rendering(self, owner: str, size: int) -> None:
        """Count a re-rendered image of `size` bytes. Raises QuotaExceeded, without counting anything."""
        self._charge(owner, images=1, size=size)

    def charge_attempt(self, owner: str) -> None:
        """Count another attempt after one that failed. Raises QuotaExceeded, without counting anything."""
        self._charge(owner, images=1)

    def charge_bytes(self, owner: str, size: int) -> None:
        """Count bytes that no form allowed. Raises QuotaExceeded, without counting anything."""
        self._charge(owner, size=size)

    def _charge(self, owner: str, *, images: int = 0, size: int = 0, forms: int = 0) -> None:
        now = self.clock()
        day = Day.of(now)
        window, elapsed = divmod(int(now.timestamp()), self.form_lifetime)
        usage = Usage(
            owner=owner,
            day=day.name,
            window=window,
            images=images,
            bytes=size,
            forms=forms,
            expires_at=day.expires_at,
        )
        exhausted = self.usage.add(usage, self.limits)
        if exhausted is not None:
            raise self._exceeded(exhausted, self.form_lifetime - elapsed, day.seconds_left(now))

    def _exceeded(self, exhausted: str, window_left: int, day_left: int) -> QuotaExceeded:
        limit = getattr(self.limits, exhausted)
        if exhausted == "forms":
            wait = min(window_left, day_left)
            return QuotaExceeded(
                f"The limit of {limit} forms open at a time is reached. Try again in {wait} seconds.", wait
            )
        return QuotaExceeded(
            f"The quota of {limit} {exhausted} per day is used up. It resets at midnight UTC.", day_left
        )
