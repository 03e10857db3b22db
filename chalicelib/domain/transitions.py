"""How a run can end: the record as it will be finalized. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.models import Failure, Image, ImageInfo, Placeholder, Source, Status, Variant

# Longer than any run or retry can live (Lambda retries an event for six hours at most), so that a
# late one still meets the revision that fences it off.
TOMBSTONE_LIFETIME = timedelta(days=7)

# Long enough for everybody who polls to learn that nothing came.
EXPIRED_LIFETIME = timedelta(days=7)

# Codes of failures that no image is to blame for; the others are those of errors.Rejected.
PROCESSING_FAILED = "processing_failed"
UPLOAD_EXPIRED = "upload_expired"

# errors.ContentRefused, whose record outlives its source.
CONTENT_REFUSED = "content_refused"


def ready(
    image: Image,
    *,
    source: Source,
    fingerprint: str,
    info: ImageInfo,
    variants: Sequence[Variant],
    placeholder: Placeholder | None,
    now: datetime,
) -> Image:
    """Return the record of a source whose variants are all stored."""
    return replace(
        _release_claim(image),
        pending_event_for=image.owner,
        status=Status.READY,
        source=source,
        fingerprint=fingerprint,
        content_type=info.content_type,
        size=source.size,
        width=info.width,
        height=info.height,
        placeholder=placeholder,
        variants=tuple(variants),
        error=None,
        updated_at=now,
    )


def failed(image: Image, *, source: Source, fingerprint: str, failure: Failure, now: datetime) -> Image:
    """Return the record of a source that cannot be processed; what an earlier version had is withdrawn."""
    return replace(
        _release_claim(image),
        pending_event_for=image.owner,
        status=Status.FAILED,
        source=source,
        fingerprint=fingerprint,
        content_type=None,
        size=source.size,
        width=None,
        height=None,
        placeholder=None,
        variants=(),
        error=failure,
        updated_at=now,
    )


def deleted(image: Image, *, now: datetime) -> Image:
    """Return the tombstone of an object that is gone: for a while, what a later run must know, and no more.

    Its owner, too: a form outlives its image, and what is sent by it must not become somebody else's.
    """
    return Image(
        id=image.id,
        key=image.key,
        filename="",
        owner=image.owner,
        status=Status.DELETED,
        created_at=now,
        updated_at=now,
        revision=image.revision,
        requested=image.requested,
        focus=image.focus,
        upload_policy=image.upload_policy,
        cleanup_pending=_may_have_older_outputs(image),
        has_concurrent_claims=_has_concurrent_claims(image),
        pending_event_for=image.owner if _is_known_to_owner(image) else image.pending_event_for,
        expires_at=now + TOMBSTONE_LIFETIME,
    )


def given_up(image: Image, *, source: Source, fingerprint: str, now: datetime) -> Image:
    """Return the record of a source that every attempt died over, so that nobody knows what is wrong."""
    # What AWS says of it names roles and buckets: that is for the log.
    detail = "Processing failed repeatedly; the operator's log says why"
    failure = Failure(code=PROCESSING_FAILED, detail=detail)
    return failed(image, source=source, fingerprint=fingerprint, failure=failure, now=now)


def expired(image: Image, *, now: datetime) -> Image:
    """Return the record of a form that nobody has used while it was good."""
    detail = "No file came before the form expired; ask for a new form"
    return replace(
        _release_claim(image),
        pending_event_for=image.owner,
        status=Status.FAILED,
        error=Failure(code=UPLOAD_EXPIRED, detail=detail),
        updated_at=now,
        expires_at=now + EXPIRED_LIFETIME,
    )


def restored(image: Image) -> Image:
    """Return the record with the status that its last finalized run gave it: undo a claim.

    Nobody need be told again, unless nobody was.
    """
    return replace(
        _release_claim(image),
        status=Status.FAILED if image.error else Status.READY,
    )


def matches(image: Image, source: Source, fingerprint: str) -> bool:
    """Tell whether the last finalized run was about this very source and these very presets."""
    return (
        image.source is not None
        and image.fingerprint == fingerprint
        and is_same_version(image.source, source)
    )


def is_up_to_date(image: Image, source: Source, fingerprint: str) -> bool:
    """Tell whether there is nothing left to do for this source, ever.

    A given-up image is worth another attempt whenever an event asks for it.
    """
    return image.status.terminal and matches(image, source, fingerprint) and not is_given_up(image)


def is_given_up(image: Image) -> bool:
    """Tell whether the record ends in `processing_failed`."""
    return image.status is Status.FAILED and image.error is not None and image.error.code == PROCESSING_FAILED


def is_refused(image: Image) -> bool:
    """Tell whether content moderation has refused the image, whatever has happened since."""
    return image.error is not None and image.error.code == CONTENT_REFUSED


def is_same_version(one: Source, other: Source) -> bool:
    """Tell whether two descriptions speak of one version; not every event knows the version id."""
    versions = {one.version_id, other.version_id}
    return one.etag == other.etag and (len(versions) == 1 or None in versions)


def _release_claim(image: Image) -> Image:
    """Return the record as every finalized run leaves it: no claim is held, cleanup may be pending."""
    return replace(
        image,
        attempts=0,
        cleanup_pending=_may_have_older_outputs(image),
        has_concurrent_claims=_has_concurrent_claims(image),
    )


def _is_known_to_owner(image: Image) -> bool:
    """Tell whether there was a form or an outcome: else nobody has heard of what is gone now, or all have."""
    return image.source is not None or image.content_type is not None


def _may_have_older_outputs(image: Image) -> bool:
    """Only a first run can be sure that nobody has stored outputs before it."""
    return image.revision > 1


def _has_concurrent_claims(image: Image) -> bool:
    """Whoever claimed without finalizing, this time or before, may still be about to store something."""
    return image.has_concurrent_claims or image.attempts > 1
