"""Ports for what each owner may use: a share of the running work, quotas, and how long images are kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from chalicelib.models import Source


class Leases(Protocol):
    """The leases of running work. Claims take them, and they end by themselves.

    Reads are eventually consistent, so runs that started within the last moments may be missing.
    """

    def count(self, owner: str, now: datetime) -> int:
        """Return the number of the owner's runs whose leases have not ended. Raises ServiceUnavailable.

        Runs that claimed the same image after one another all count until one of them is finalized.
        """

    def others(self, owner: str, now: datetime) -> Mapping[str, int]:
        """Return the number of runs of each other owner who has any, like `count`."""


class DeferralQueue(Protocol):
    """Delivers events again after a delay."""

    def send(self, key: str, source: Source | None, *, owner: str, deferrals: int, delay: int) -> None:
        """Deliver the event after `delay` seconds, 900 at most. Raises ServiceUnavailable.

        `deferrals` is how often the event has been deferred, this time included. Events of an owner with
        few of them in the queue come before those of an owner with many.
        """


class OwnerQuotas(Protocol):
    """Counts what runs cost their owners. Each method raises QuotaExceeded, without counting anything."""

    def charge_rendering(self, owner: str, size: int) -> None:
        """Count one more image of `size` bytes."""

    def charge_attempt(self, owner: str) -> None:
        """Count another attempt after one that failed."""

    def charge_bytes(self, owner: str, size: int) -> None:
        """Count bytes that no form allowed."""


class RetentionPolicies(Protocol):
    """For how many days the images of each owner are kept. Methods raise ServiceUnavailable."""

    def days(self, owner: str, *, latest: bool = False) -> int | None:
        """Return the number of days after the creation of an image, None if it is kept forever.

        The read is eventually consistent, except of the `latest` policy.
        """

    def set_days(self, owner: str, days: int | None) -> None:
        """Keep the owner's images for this many days, or forever."""
