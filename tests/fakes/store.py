"""A fake table of image records."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from chalicelib.aws.open_records import take_turns
from chalicelib.errors import ImageErased, InvalidCursor
from chalicelib.models import Image, Lease, ListRequest, Page, Status


@dataclass
class FakeImageStore:
    """A table in memory. Every operation is atomic.

    `leases` has the lease of each image with one, and how many claims took it. `waiting` are the ids of
    records that were deferred and not claimed with a lease since.
    """

    images: dict[str, Image] = field(default_factory=dict)
    leases: dict[str, tuple[Lease, int]] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)

    def create(self, image: Image) -> Image:
        return self.images.setdefault(image.id, image)

    def overwrite(self, image: Image) -> None:
        """Write a record without any condition, as only tests do."""
        self.images[image.id] = image

    def get(self, image_id: str) -> Image | None:
        return self.images.get(image_id)

    def claim(self, fresh: Image, lease: Lease | None = None, *, is_attempt: bool = True) -> Image:
        before = self.images.get(fresh.id)
        if before is not None and before.erasing:
            raise ImageErased(fresh.id)
        if before is None:
            claimed = replace(fresh, revision=1, attempts=int(is_attempt))
        elif before.status is Status.DELETED:
            claimed = replace(
                fresh,
                owner=before.owner or fresh.owner,
                requested=before.requested,
                focus=before.focus,
                crop=before.crop,
                rotate=before.rotate,
                metadata_revision=before.metadata_revision,
                upload_policy=before.upload_policy,
                multipart=before.multipart,
                form_versions=before.form_versions or fresh.form_versions,
                revision=before.revision + 1,
                attempts=before.attempts + is_attempt,
                cleanup_pending=before.cleanup_pending,
                has_concurrent_claims=before.has_concurrent_claims,
                erasure=before.erasure,
                pending_event_for=before.pending_event_for,
                invalidation_pending=before.invalidation_pending,
            )
        else:
            claimed = replace(
                before,
                status=fresh.status,
                key=fresh.key,
                updated_at=fresh.updated_at,
                revision=before.revision + 1,
                attempts=before.attempts + is_attempt,
                execution=fresh.execution,
                form_versions=before.form_versions or fresh.form_versions,
                expires_at=None,
            )
        self.images[fresh.id] = claimed
        if lease is not None:
            self.waiting.discard(fresh.id)
            _, count = self.leases.get(fresh.id, (lease, 0))
            self.leases[fresh.id] = (lease, count + 1)
        return claimed

    def claim_edited(self, edited: Image) -> Image | None:
        before = self.images.get(edited.id)
        if before is None or before.revision != edited.revision:
            return None
        self.images[edited.id] = replace(
            before,
            requested=edited.requested,
            focus=edited.focus,
            crop=edited.crop,
            rotate=edited.rotate,
        )
        return self.claim(replace(edited, form_versions=()), is_attempt=False)

    def set_metadata(self, image: Image) -> bool:
        before = self.images.get(image.id)
        if before is None or before.status is Status.DELETED:
            return False
        if before.metadata_revision != image.metadata_revision:
            return False
        self.images[image.id] = replace(
            before, metadata=image.metadata, metadata_revision=image.metadata_revision + 1
        )
        return True

    def defer(self, image: Image, now: datetime) -> None:
        current = self.images.get(image.id)
        if current is not None and (current.revision, current.status) != (image.revision, image.status):
            return
        if image.id in self.leases and self.leases[image.id][0].ends > now:
            return
        before = current or replace(image, created_at=now)
        self.images[image.id] = replace(
            before, status=Status.PROCESSING, updated_at=now, execution=None, expires_at=None
        )
        self.waiting.add(image.id)

    def finalize(self, image: Image, renew: Callable[[Image], Image] | None = None) -> Image | None:
        while not self.replace(image):
            current = self.get(image.id)
            if current is None or current.revision != image.revision:
                return None
            image = replace(image, metadata=current.metadata, metadata_revision=current.metadata_revision)
            image = renew(image) if renew is not None else image
        return image

    def replace(self, image: Image) -> bool:
        """Replace the record if its revision and its metadata's are unchanged; return whether they were."""
        if not self._is_unchanged(image):
            return False
        self._write(image)
        return True

    def set_form_versions(self, image: Image) -> bool:
        current = self.images.get(image.id)
        if current is None or current.revision != image.revision:
            return False
        self.images[image.id] = replace(current, form_versions=image.form_versions)
        return True

    def supersede(self, image: Image) -> Image | None:
        if not self._is_unchanged(image):
            return None
        newer = replace(image, revision=image.revision + 1)
        self._write(newer)
        return newer

    def _is_unchanged(self, image: Image) -> bool:
        current = self.images.get(image.id)
        if current is None or current.revision != image.revision:
            return False
        return image.status is Status.DELETED or current.metadata_revision == image.metadata_revision

    def _write(self, image: Image) -> None:
        self.images[image.id] = image
        self.leases.pop(image.id, None)
        self.waiting.discard(image.id)

    def stuck(self, before: datetime, limit: int) -> Sequence[Image]:
        return self._oldest({*self.images} - self.waiting, before, limit)

    def deferred(self, before: datetime, limit: int) -> Sequence[Image]:
        return self._oldest(self.waiting, before, limit)

    def _oldest(self, ids: Iterable[str], before: datetime, limit: int) -> Sequence[Image]:
        listed = (self.images[each] for each in ids)
        open_ = [image for image in listed if image.open and image.updated_at < before]
        return take_turns(open_, limit)

    def list(self, owner: str, request: ListRequest) -> Page:
        mine = sorted(
            (
                image
                for image in self.images.values()
                if image.owner == owner and image.status is not Status.DELETED
            ),
            key=lambda image: (image.created_at, image.id),
            reverse=True,
        )
        wanted = [
            image
            for image in mine
            if request.status in {None, image.status} and request.external_id in {None, _external_id(image)}
        ]
        rest = wanted[self._start(owner, wanted, request.cursor) :]
        page, more = rest[: request.limit], len(rest) > request.limit
        return Page(images=tuple(page), cursor=self.cursor_after(page[-1]) if more else None)

    def cursor_after(self, image: Image) -> str:
        return image.id

    def _start(self, owner: str, wanted: Sequence[Image], cursor: str | None) -> int:
        if cursor is None:
            return 0
        if cursor not in self.images or self.images[cursor].owner != owner:
            raise InvalidCursor(cursor, "cursor")
        return [image.id for image in wanted].index(cursor) + 1


def _external_id(image: Image) -> str | None:
    return image.metadata.external_id if image.metadata else None
