"""The record of an image, as the table stores it and the API returns it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from chalicelib.models.erasure import Erasure
from chalicelib.models.multipart import MultipartUpload
from chalicelib.models.variants import Placeholder, Provenance


class Status(StrEnum):
    """The status of an image. A `pending` image has a form but no object yet. The last three are terminal."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"

    @property
    def terminal(self) -> bool:
        """True if the status stays the same until the object changes."""
        return self in (Status.READY, Status.FAILED, Status.DELETED)


class Source(Struct, frozen=True, kw_only=True):
    """One version of an uploaded object. `etag` has no quotes, `version_id` is None without versioning."""

    etag: str
    version_id: str | None = None
    size: int = 0
    content_type: str = "application/octet-stream"


class UploadPolicy(Struct, frozen=True, kw_only=True):
    """What an upload form allows: one content type and 1 to `max_bytes` bytes.

    With `checksum_sha256` (base64), the form allows only the bytes with this checksum.
    """

    content_type: str
    max_bytes: int
    checksum_sha256: str | None = None


class StoredOutput(Struct, frozen=True, kw_only=True):
    """One stored version of an output object."""

    key: str
    version_id: str


class Variant(Struct, frozen=True, kw_only=True):
    """A published variant in the processed bucket. `size` is in bytes.

    `name` is the preset's. Variants in several formats share it. `has_effects` tells that the preset blurs
    the image, makes it gray, draws an overlay on it or pads it. `is_animated` tells that the file has all
    frames of an animation. The variant ends at `expires_at`, if that is set.
    """

    name: str
    key: str
    content_type: str
    width: int
    height: int
    size: int
    has_effects: bool = False
    is_animated: bool = False
    expires_at: datetime | None = None


class ImageMetadata(Struct, frozen=True, kw_only=True):
    """What the owner says about an image. None of it is read from the file.

    `external_id` is the owner's own id of the image, `alt` the text for HTML's `alt` attribute. `custom` is a
    JSON object as text, because DynamoDB has no floats.
    """

    external_id: str | None = None
    tags: tuple[str, ...] = ()
    alt: str | None = None
    custom: str | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """Why an image is `failed`: a stable code and a sentence for people."""

    code: str
    detail: str


class Image(Struct, frozen=True, kw_only=True):
    """The record of one image: an item in the table, a JSON document in the API.

    `revision` is a fencing token: each claim adds 1, and only the run with the newest revision may finalize.
    `execution` is the name of the workflow execution that made the last claim, if any. `source` and
    `fingerprint` identify the object version and the presets of the outcome. `attempts` counts the claims
    since the last finalized run. `cleanup_pending` is set while outputs of earlier runs may be left in the
    bucket, `has_concurrent_claims` while such runs may still be writing. `upload_policy` is the form's, None
    for objects that other tools put into the bucket. `multipart` is the multipart upload that the image was
    created with, until the sweep has ended it. `request_digest` is that of the body of the request that
    created the image with an Idempotency-Key. `form_versions` are the versions of the object that were
    admitted as uses of the form, as domain.form_use formats them. `pending_event_for` is the owner for whom
    the event about this outcome has not been published yet, None once it has. `invalidation_pending` is set
    until the CDN's copies of removed outputs are queued for invalidation. `focus` is the requested focal
    point, `crop` the requested box (left, top, width, height), both in thousandths of width and height,
    because DynamoDB has no floats. `rotate` is in degrees clockwise. They apply in the order rotate, crop,
    focus. Each change of `metadata`, and one of the retention policy during a run, adds 1 to
    `metadata_revision`. The image is deleted after `retain_until`. `erasure` is set from the request for an
    erasure on, until another object under the key has an outcome. `erasing` is set while it is in progress;
    nothing can claim the record then. `expired_variants` are the names in the pending event about variants
    that have ended. The table deletes the record after `expires_at`, which is set for unused forms and
    tombstones. `unknown_fields` is what later releases have added to nested values, as aws.unknown_fields
    formats it.
    """

    id: str
    key: str
    filename: str
    owner: str
    status: Status
    created_at: datetime
    updated_at: datetime
    revision: int = 0
    attempts: int = 0
    execution: str | None = None
    requested: tuple[str, ...] = ()
    focus: tuple[int, int] | None = None
    crop: tuple[int, int, int, int] | None = None
    rotate: int = 0
    metadata: ImageMetadata | None = None
    metadata_revision: int = 0
    content_type: str | None = None
    size: int | None = None
    upload_policy: UploadPolicy | None = None
    multipart: MultipartUpload | None = None
    request_digest: str | None = None
    form_versions: tuple[str, ...] = ()
    source: Source | None = None
    fingerprint: str | None = None
    width: int | None = None
    height: int | None = None
    placeholder: Placeholder | None = None
    provenance: Provenance | None = None
    variants: tuple[Variant, ...] = ()
    error: Failure | None = None
    cleanup_pending: bool = False
    has_concurrent_claims: bool = False
    pending_event_for: str | None = None
    invalidation_pending: bool = False
    retain_until: datetime | None = None
    erasing: bool = False
    erasure: Erasure | None = None
    expired_variants: tuple[str, ...] = ()
    expires_at: datetime | None = None
    unknown_fields: Mapping[str, bytes] | None = None

    @property
    def open(self) -> bool:
        """True while work is left to do, so that the sweep has to check whether the record is stuck.

        A `pending` image needs none: unused forms only expire.
        """
        return (
            self.status is Status.PROCESSING
            or self.erasing
            or self.cleanup_pending
            or self.invalidation_pending
            or self.pending_event_for is not None
        )

    @property
    def due_at(self) -> datetime | None:
        """The time from which the sweep has to end the image, a variant or its upload, None for never."""
        times = [variant.expires_at for variant in self.variants if variant.expires_at is not None]
        if self.multipart is not None:
            times.append(self.multipart.expires_at)
        if self.retain_until is not None:
            times.append(self.retain_until)
        return min(times, default=None)


class OwnerItem(Struct, frozen=True, kw_only=True):
    """An owner's item in the image table: an image's record, or another one, such as a counter."""

    id: str
    image: Image | None = None
