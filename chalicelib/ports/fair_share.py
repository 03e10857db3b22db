"""Ports for the share of running work that each owner has."""

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
        ...

    def has_others(self, owner: str, now: datetime) -> bool:
        """Return whether any other owner has a lease that has not ended. Raises ServiceUnavailable."""
        ...


class DeferralQueue(Protocol):
    """Delivers events again after a delay."""

    def send(self, key: str, source: Source | None, *, owner: str, deferrals: int, delay: int) -> None:
        """Deliver the event after `delay` seconds, 900 at most. Raises ServiceUnavailable.

        `deferrals` is how often the event has been deferred, this time included. Events of an owner with
        few of them in the queue come before those of an owner with many.
        """
        ...
