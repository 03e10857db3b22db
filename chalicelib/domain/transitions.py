"""State transitions: the record to commit at the end of a run, for each outcome."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.errors import Permanent
from chalicelib.models import Failure, Image, ImageInfo, Placeholder, Source, Status, Variant

# Failure codes that are not the image's fault. All other codes are those of errors.Rejected.
PROCESSING_FAILED = "processing_failed"
UPLOAD_EXPIRED = "upload_expired"

# The code of errors.SourceUnreadable. The object can become readable without an event about it.
SOURCE_UNREADABLE = "source_unreadable"

# Failures that another attempt can fix although the object stays the same.
RETRYABLE = frozenset({PROCESSING_FAILED, SOURCE_UNREADABLE})

# The code of errors.ContentRefused. Its record is kept even if the source is removed.
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
    """Return the record of an image whose variants are all stored."""
    return replace(
        release_claim(image),
        pending_event_for=image.owner,
        erasure=None,
        expired_variants=(),
        status=Status.READY,
        source=source,
        fingerprint=fingerprint,
        content_type=info.content_type,
        size=source.size,
        width=info.width,
        height=info.height,
        placeholder=placeholder,
        provenance=info.provenance,
        variants=tuple(variants),
        error=None,
        updated_at=now,
    )


def failed(image: Image, *, source: Source, fingerprint: str, failure: Failure, now: datetime) -> Image:
    """Return the record of an image that cannot be processed, without any earlier version's variants."""
    outcome = replace(
        release_claim(image),
        pending_event_for=image.owner,
        erasure=None,
        expired_variants=(),
        status=Status.FAILED,
        source=source,
        fingerprint=fingerprint,
        content_type=None,
        size=source.size,
        width=None,
        height=None,
        placeholder=None,
        provenance=None,
        variants=(),
        error=failure,
        updated_at=now,
    )
    return replace(outcome, invalidation_pending=image.invalidation_pending or leaves_copies(outcome))


def given_up(image: Image, *, source: Source, fingerprint: str, now: datetime) -> Image:
    """Return the record of an image for which every attempt to process it has failed."""
    # Errors from AWS contain names of roles and buckets, so they belong only in the log.
    detail = "Processing failed repeatedly; the operator's log says why"
    failure = Failure(code=PROCESSING_FAILED, detail=detail)
    return failed(image, source=source, fingerprint=fingerprint, failure=failure, now=now)


def failure(error: Permanent) -> Failure:
    """Return the failure to record for an error that no retry can help against."""
    return Failure(code=error.code, detail=str(error))


def expired(image: Image, *, at: datetime) -> Image:
    """Return how a form is shown that expired at this time without being used. It is never stored."""
    detail = "No file was uploaded before the form expired; request a new form"
    return replace(
        image, status=Status.FAILED, error=Failure(code=UPLOAD_EXPIRED, detail=detail), updated_at=at
    )


def restored(image: Image) -> Image:
    """Return the record as it was before the claim, with the status of the last finalized run.

    If the event about that status is still pending, it stays pending. A CDN may have copies of what other
    runs have stored for an image that stays rejected.
    """
    released = replace(release_claim(image), status=Status.FAILED if image.error else Status.READY)
    new_copies = released.has_concurrent_claims and leaves_copies(released)
    return replace(released, invalidation_pending=image.invalidation_pending or new_copies)


def release_claim(image: Image) -> Image:
    """Return the record without a claim, marked for cleanup if older outputs may exist."""
    return replace(
        image,
        attempts=0,
        cleanup_pending=_may_have_older_outputs(image),
        # A run that claimed without finalizing, now or earlier, may still store outputs.
        has_concurrent_claims=image.has_concurrent_claims or image.attempts > 1,
    )


def matches(image: Image, source: Source, fingerprint: str) -> bool:
    """Return whether the last finalized run processed this source with these presets."""
    return (
        image.source is not None
        and image.fingerprint == fingerprint
        and is_same_version(image.source, source)
    )


def is_up_to_date(image: Image, source: Source, fingerprint: str) -> bool:
    """Return whether this source needs no further processing.

    After a failure that another attempt can fix, it never is: any event starts another attempt.
    """
    retryable = image.error is not None and image.error.code in RETRYABLE
    return image.status.terminal and matches(image, source, fingerprint) and not retryable


def is_given_up(image: Image) -> bool:
    """Return whether the image failed with `processing_failed`."""
    return image.status is Status.FAILED and was_given_up(image)


def was_given_up(image: Image) -> bool:
    """Return whether the last finalized run gave the image up, whatever its status is now."""
    return image.error is not None and image.error.code == PROCESSING_FAILED


def is_published(image: Image, source: Source) -> bool:
    """Return whether this version has published variants, of whatever presets, that nothing replaces yet."""
    return (
        bool(image.variants)
        and image.error is None
        and image.source is not None
        and is_same_version(image.source, source)
    )


def is_refused(image: Image) -> bool:
    """Return whether content moderation rejected the image, whatever its status is now."""
    return image.error is not None and image.error.code == CONTENT_REFUSED


def leaves_copies(image: Image) -> bool:
    """Return whether a CDN may have copies of outputs that nobody should see any more.

    These are the outputs of earlier versions, if the image is deleted or was rejected by moderation.
    """
    return (image.status is Status.DELETED or is_refused(image)) and _may_have_older_outputs(image)


def is_same_version(one: Source, other: Source) -> bool:
    """Return whether both describe the same object version. Not every event contains the version id."""
    versions = {one.version_id, other.version_id}
    return one.etag == other.etag and (len(versions) == 1 or None in versions)


def _may_have_older_outputs(image: Image) -> bool:
    # Only the first run can be sure that no other run has stored outputs.
    return image.revision > 1
