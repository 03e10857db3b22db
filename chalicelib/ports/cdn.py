"""Ports for the CDN that serves the processed bucket."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.models import FullInvalidation, InvalidationRequest


class Cdn(Protocol):
    """The CDN."""

    def invalidate_tags(self, tags: Sequence[str], reference: str) -> None:
        """Request that all outputs with these cache tags are dropped. Raises ServiceUnavailable.

        The CDN accepts a request once for each `reference`, so a repeated one costs nothing.
        """

    def invalidate_all(self, reference: str) -> None:
        """Request that all outputs are dropped. Raises ServiceUnavailable."""


class InvalidationQueue(Protocol):
    """The queue of invalidation requests."""

    def send(self, requests: Sequence[InvalidationRequest], *, delay: timedelta = timedelta()) -> None:
        """Store the requests durably; they are received after the delay, which is at most 15 minutes.

        Raises ServiceUnavailable if success is not certain.
        """


class InvalidationUsage(Protocol):
    """The counters that limit the cost of invalidations. Methods raise ServiceUnavailable."""

    def reserve(self, owner: str, now: datetime, count: int, limit: int) -> bool:
        """Count this many invalidations of the owner unless the day's sum would exceed the limit.

        Returns whether they were counted.
        """

    def release(self, owner: str, now: datetime, count: int) -> None:
        """Subtract invalidations that were counted at `now` and not requested."""

    def claim_full(self, now: datetime, interval: timedelta) -> FullInvalidation:
        """Atomically claim an invalidation of all outputs, unless one was claimed within the interval."""

    def accept_full(self, claimed_at: datetime) -> None:
        """Record that the CDN has accepted the invalidation of all outputs that was claimed then."""
