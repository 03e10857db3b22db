"""Ports for erasing images."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from chalicelib.models import ErasureRequest, Lock, ObjectVersion, OwnerItem


class ErasureQueue(Protocol):
    """The queue of images to erase."""

    def send(self, request: ErasureRequest) -> None:
        """Store the request durably. Raises ServiceUnavailable if success is not certain."""


class ObjectVersions(Protocol):
    """All versions and delete markers in a bucket. Methods raise ServiceUnavailable."""

    def pages(self, prefix: str) -> Iterable[Sequence[ObjectVersion]]:
        """Yield the versions and delete markers of keys that begin with `prefix`, at most 1,000 at a time.

        The versions of a page can be removed before the next one is requested.
        """

    def remove(self, version: ObjectVersion) -> Lock | None:
        """Permanently remove exactly this version, if it exists. Return its lock if S3 refuses for that."""

    def hide(self, key: str) -> None:
        """Make sure that nobody can read the object by its key alone."""


class OwnerItems(Protocol):
    """Everything in the image table that belongs to one owner, for commands. Raises ServiceUnavailable."""

    def of(self, owner: str) -> Iterable[OwnerItem]:
        """Yield the records of images, deleted ones included, and the counters."""

    def remove(self, item: OwnerItem) -> None:
        """Delete the item, if it exists."""
