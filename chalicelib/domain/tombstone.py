"""The tombstone: the record of a deleted object, which fences off late runs until it expires."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.domain.form_use import after_deletion
from chalicelib.domain.transitions import leaves_copies, release_claim
from chalicelib.models import Image, Status

# Longer than any run or retry can last (Lambda retries an event for at most six hours), so that a late run
# still finds the revision that fences it off.
TOMBSTONE_LIFETIME = timedelta(days=7)


def tombstone(image: Image, *, now: datetime) -> Image:
    """Return the tombstone of a deleted object. It keeps only what later runs need.

    That includes the owner and the uses of the form: a form can still be used after its image was deleted,
    and the upload must belong to the form's owner. Nothing is left of the metadata.
    """
    released = release_claim(image)
    outcome = replace(
        remains(image, now=now),
        # The record of an erased image had no key, until a late run claimed it.
        key=image.key if image.erasure is None else "",
        requested=image.requested,
        focus=image.focus,
        crop=image.crop,
        rotate=image.rotate,
        upload_policy=image.upload_policy,
        # Parts that were being sent while their upload was aborted can be left, so it is aborted again.
        multipart=image.multipart,
        form_versions=after_deletion(image.form_versions),
        cleanup_pending=released.cleanup_pending,
        has_concurrent_claims=released.has_concurrent_claims,
        erasure=image.erasure,
        pending_event_for=image.owner if _is_known_to_owner(image) else image.pending_event_for,
        expires_at=now + TOMBSTONE_LIFETIME,
    )
    return replace(outcome, invalidation_pending=leaves_copies(outcome))


def remains(image: Image, *, now: datetime) -> Image:
    """Return what is left of every image that is gone. A new field is dropped unless it is named here."""
    return Image(
        id=image.id,
        key="",
        filename="",
        owner=image.owner,
        status=Status.DELETED,
        created_at=now,
        updated_at=now,
        revision=image.revision,
        # A change of metadata that has read the record before fails, also if there is a new image later.
        metadata_revision=image.metadata_revision + 1,
    )


def _is_known_to_owner(image: Image) -> bool:
    """Return whether the image had a form or an outcome, so that its deletion needs an event."""
    return image.source is not None or image.content_type is not None
