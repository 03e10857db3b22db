"""The table of records."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.models import Image, ListRequest, Page


class ImageStore(Protocol):
    """The table of records. Reads by id are strongly consistent; listings may lag."""

    def create(self, image: Image) -> None:
        """Write a new record; its id is random, so there is none before it."""
        ...

    def get(self, image_id: str) -> Image | None:
        """Return the record, a `deleted` one included, or None."""
        ...

    def claim(self, fresh: Image) -> Image:
        """Add 1 to the revision, set `processing`, return the record as it is now, in one atomic write.

        Where there is no record, or only a deleted one, `fresh` supplies what a record needs.
        """
        ...

    def finalize(self, image: Image) -> bool:
        """Replace the record if its revision is still `image.revision`; False means superseded."""
        ...

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        """List records that are open and were last touched before a moment, the oldest first.

        The listing may lag: read a record again before acting on it.
        """
        ...

    def list(self, owner: str, request: ListRequest) -> Page:
        """List the owner's records, newest first, without deleted ones. Raises InvalidCursor.

        A page may be short, or empty, and go on all the same: only a missing cursor is the end.
        """
        ...


class BulkReader(Protocol):
    """The table of records, read in bulk. What it shows may lag a little."""

    def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """Return those of the records that exist, by id. Raises ServiceUnavailable."""
        ...

    def failed(self, code: str) -> Iterator[Image]:
        """Yield every record that failed with this code, in no order. Raises ServiceUnavailable."""
        ...
