"""The record of an image: what the table holds and the API shows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.models.rendering import Placeholder


class Status(StrEnum):
    """Where an image stands. `pending` has a form but no object yet; the last three are terminal."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"

    @property
    def terminal(self) -> bool:
        """True when nothing more will happen until the object changes."""
        return self in (Status.READY, Status.FAILED, Status.DELETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One version of the uploaded object. `etag` without quotes; `version_id` None without versioning."""

    etag: str
    version_id: str | None = None
    size: int = 0
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPolicy:
    """What an upload form allows: one content type, 1 to `max_bytes` bytes.

    `checksum_sha256` (base64) is that of the only bytes allowed, None where any will do.
    """

    content_type: str
    max_bytes: int
    checksum_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOutput:
    """Exactly one stored version of an output object."""

    key: str
    version_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One published output in the processed bucket. `size` in bytes."""

    name: str
    key: str
    content_type: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an image ended as `failed`: a stable code and a sentence for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The record of one image: one item in the table, one document in the API.

    `revision` is the fencing token: each claim adds 1, and only the holder of the newest revision may
    finalize. `execution` names the workflow execution that made the last claim, if one did. `source` and
    `fingerprint` identify the object version and the presets that the outcome describes. `attempts` counts
    the claims since the last finalization. `cleanup_pending` is set while outputs of earlier runs may be
    left in the bucket, `has_concurrent_claims` while such runs may still be writing. `upload_policy` is
    that of the form, None for objects that other tools put into the bucket. `pending_event_for` is the
    owner to whom the event about this outcome has not been published yet, None once it has. `focus` is the
    requested focal point in thousandths of width and height, since DynamoDB has no floats. The table drops
    the record after `expires_at`, which is set on unused forms and on tombstones.
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
    content_type: str | None = None
    size: int | None = None
    upload_policy: UploadPolicy | None = None
    source: Source | None = None
    fingerprint: str | None = None
    width: int | None = None
    height: int | None = None
    placeholder: Placeholder | None = None
    variants: tuple[Variant, ...] = ()
    error: Failure | None = None
    cleanup_pending: bool = False
    has_concurrent_claims: bool = False
    pending_event_for: str | None = None
    expires_at: datetime | None = None

    @property
    def open(self) -> bool:
        """True while something is still to be done about it, so that it may turn out to be stuck."""
        return not self.status.terminal or self.cleanup_pending or self.pending_event_for is not None
