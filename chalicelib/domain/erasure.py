"""The record of an image that is being erased, or was. Pure."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.domain import keys
from chalicelib.domain.tombstone import TOMBSTONE_LIFETIME, remains
from chalicelib.models import Erasure, Image, Lock, LockedVersions


def requested(image: Image, *, now: datetime) -> Image:
    """Return the record of an image from the request for its erasure on, without personal data but the key.

    The key leads to what has to be removed. Runs that claimed the record before may still store outputs, and
    a cleanup may still list retired ones.
    """
    return replace(
        remains(image, now=now),
        key=image.key,
        has_concurrent_claims=image.has_concurrent_claims or image.attempts > 0 or image.cleanup_pending,
        pending_event_for=image.owner or image.pending_event_for,
        # Nobody has seen outputs of an image that no run has claimed.
        invalidation_pending=image.revision > 0,
        erasing=True,
        multipart=image.multipart,
        erasure=Erasure(requested_at=now),
    )


def completed(image: Image, locks: Sequence[Lock], *, now: datetime) -> Image:
    """Return the tombstone of an erased image. It keeps the id, the owner, the revisions and the report."""
    return replace(
        remains(image, now=now),
        pending_event_for=image.pending_event_for,
        invalidation_pending=image.invalidation_pending,
        erasure=replace(requested_erasure(image), completed_at=now, locked=_summary(locks)),
        expires_at=now + TOMBSTONE_LIFETIME,
    )


def requested_erasure(image: Image) -> Erasure:
    """Return the erasure of an image. Raises ValueError if nobody has requested it."""
    if image.erasure is None:
        raise ValueError("Nobody has requested the erasure of this image")
    return image.erasure


def with_key(image: Image, key: str) -> Image:
    """Return the record with the key that led to it. That of an erased image has none."""
    return image if image.key else replace(image, key=key, filename=keys.filename(key))


def is_erased(image: Image) -> bool:
    """Return whether the image is being erased, or was, and no new object under its key has an outcome."""
    return image.erasure is not None and image.source is None


def _summary(locks: Sequence[Lock]) -> LockedVersions | None:
    if not locks:
        return None
    ends = [lock.until for lock in locks if lock.until is not None]
    return LockedVersions(count=len(locks), until=max(ends) if len(ends) == len(locks) else None)
