"""Ports for the table of image records."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.models import DueItem, Image, Lease, ListRequest, Page, RetiredOutput


class ImageStore(Protocol):
    """The table of image records. Reads by id are strongly consistent, listings are eventually consistent."""

    def create(self, image: Image) -> Image:
        """Write a new record, unless there is one with its id already; return the one that is stored."""

    def get(self, image_id: str) -> Image | None:
        """Return the record, even if it is `deleted`, or None."""

    def claim(self, fresh: Image, lease: Lease | None = None, *, is_attempt: bool = True) -> Image:
        """Atomically add 1 to the revision and set the status to `processing`; return the updated record.

        If there is no record, or only a deleted one, `fresh` supplies its attributes. The lease is taken in
        the same write, and removed when the record is finalized. With `is_attempt` false, the claim is only a
        request for a run, and does not count as an attempt. If the record has no `form_versions`, `fresh`
        supplies them, too. Raises ImageErased if the image is being erased.
        """

    def claim_edited(self, edited: Image) -> Image | None:
        """Claim a request for a run and write `requested`, `focus`, `crop` and `rotate` in the same write.

        Returns None, and does nothing, if the revision is no longer the image's.
        """

    def set_metadata(self, image: Image) -> bool:
        """Write only `metadata` and add 1 to `metadata_revision`, if that is still the image's.

        Returns whether it was. It never is if the record is deleted or does not exist.
        """

    def defer(self, image: Image, now: datetime) -> None:
        """Set the status to `processing`, without a claim, while the image's event waits in a queue.

        Creates the record if it does not exist. Does nothing if its revision or status is no longer the
        image's, or if it has a lease that has not ended. Until the next claim with a lease, the record is
        listed by `deferred` instead of `stuck`.
        """

    def set_form_versions(self, image: Image) -> bool:
        """Write only `form_versions`, if the revision is still `image.revision`; return whether it was."""

    def finalize(self, image: Image, renew: Callable[[Image], Image] | None = None) -> Image | None:
        """Replace the record if its revision is still `image.revision`; return it as written, or None.

        Metadata that was written since the image was read is kept, unless the image is deleted. `renew` then
        returns what to write with it.
        """

    def supersede(self, image: Image) -> Image | None:
        """Replace the record and add 1 to its revision, if nothing has changed it since; return it.

        Return None if something has; the metadata of a record that becomes deleted does not count. Runs that
        claimed the record before cannot finalize it afterwards.
        """

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        """List open records that were last updated before this time. Owners take turns, oldest first.

        The listing is eventually consistent, so read a record again before acting on it.
        """

    def deferred(self, before: datetime, limit: int) -> Sequence[Image]:
        """List records that were deferred before this time and not claimed with a lease since, like `stuck`.

        A claim without a lease counts as another deferral.
        """

    def list(self, owner: str, request: ListRequest) -> Page:
        """List the owner's records, newest first, except deleted ones. Raises InvalidCursor.

        A page can be short or even empty without being the last one. Only the last page has no cursor.
        """

    def cursor_after(self, image: Image) -> str:
        """Return the cursor that continues after this image, which is from a listing of the same owner."""


class BulkReader(Protocol):
    """Reads the table of image records in bulk. Reads are eventually consistent."""

    def find(self, image_ids: Sequence[str]) -> Mapping[str, Image]:
        """Return the records that exist, by id. Raises ServiceUnavailable."""

    def failed(self, codes: Collection[str]) -> Iterator[Image]:
        """Yield every record that failed with one of these codes, in any order. Raises ServiceUnavailable."""


class DueItems(Protocol):
    """What is due, for all images. The listing is eventually consistent."""

    def due(self, before: datetime, limit: int) -> Sequence[DueItem]:
        """List at most `limit` items that were due before this time, the oldest due dates first.

        Check the record before acting on an item.
        """


class RetirementStore(Protocol):
    """The retired outputs of each image. Reads are strongly consistent."""

    def get(self, image_id: str) -> Sequence[RetiredOutput]:
        """Return the retired outputs of an image, none if there are none."""

    def replace(self, image_id: str, before: Sequence[RetiredOutput], after: Sequence[RetiredOutput]) -> bool:
        """Replace the retired outputs if they are still `before`; return False if they are not."""
