"""Use case: erase everything of one owner, and set how long an owner's images are kept."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct

from chalicelib.domain import retention
from chalicelib.domain.erasure import is_erased
from chalicelib.errors import ServiceUnavailable
from chalicelib.models import Image, ListRequest, OwnerItem, Status
from chalicelib.ports import ImageStore, OwnerItems, RetentionPolicies

# Records per page of the listing.
_PAGE = 100
_TRIES = 5  # owners who change the metadata at the same time could hold up the command


class Found(StrEnum):
    """What the erasure of an owner found: images to erase, being erased or erased, and other items."""

    DUE = "due"
    ERASING = "erasing"
    ERASED = "erased"
    OTHER = "other"


class OwnerErasure(Struct, frozen=True, kw_only=True):
    """Erases everything of one owner. `erase` marks an image and queues its erasure."""

    items: OwnerItems
    erase: Callable[[Image], object]

    def steps(self, owner: str, *, dry_run: bool) -> Iterator[Found]:
        """Yield what was found after erasing it; with `dry_run`, only look. Raises ServiceUnavailable."""
        for item in self.items.of(owner):
            found = _found(item)
            if not dry_run:
                self._do(item, found)
            yield found

    def _do(self, item: OwnerItem, found: Found) -> None:
        if found is Found.OTHER:
            self.items.remove(item)
        elif found is Found.DUE and item.image is not None:
            self.erase(item.image)


class RetentionChange(Struct, frozen=True, kw_only=True):
    """Sets an owner's retention policy, and the due dates of the images that exist."""

    store: ImageStore
    policies: RetentionPolicies

    def steps(self, owner: str, days: int | None) -> Iterator[bool]:
        """Yield for each image whether its due date has changed. Repeatable. Raises ServiceUnavailable.

        The policy comes first: a run that reads it later, or cannot commit and reads it again, knows it.
        """
        self.policies.set_days(owner, days)
        cursor: str | None = None
        while True:
            page = self.store.list(owner, ListRequest(limit=_PAGE, cursor=cursor))
            for listed in page.images:
                yield self._change(listed, days)
            cursor = page.cursor
            if cursor is None:
                return

    def _change(self, listed: Image, days: int | None) -> bool:
        if listed.status.terminal and not _needs(listed, days):  # the listing of others can lag behind
            return False
        for _ in range(_TRIES):
            current = self._after_run(listed.id)
            if current is None or not _needs(current, days):
                return False
            # As a new revision: the run of this one may still write the record that it has committed.
            if self.store.supersede(retention.retained(current, days)) is not None:
                return True
        raise ServiceUnavailable(f"The record of {listed.id} changes too often")

    def _after_run(self, image_id: str) -> Image | None:
        """Return the record. No run can commit it any more with a policy that it has read before."""
        current = self.store.get(image_id)
        if current is not None and current.status is Status.PROCESSING:
            # A commit requires the revision of the metadata that it knows. Otherwise, it reads both again.
            self.store.set_metadata(current)
            current = self.store.get(image_id)
        return current


def _needs(image: Image, days: int | None) -> bool:
    return image.status in {Status.READY, Status.FAILED} and retention.retained(image, days) != image


def _found(item: OwnerItem) -> Found:
    if item.image is None:
        return Found.OTHER
    if item.image.erasing:
        return Found.ERASING
    return Found.ERASED if is_erased(item.image) else Found.DUE
