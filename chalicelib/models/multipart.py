"""Multipart uploads: what a record says about one, and the parts of one."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct


class MultipartUpload(Struct, frozen=True, kw_only=True):
    """The S3 multipart upload of an image. Everything about it is fixed when the image is created.

    `size` is that of the file, in bytes. Every part has `part_size` bytes, except for the last one. The sweep
    aborts the upload after `expires_at`, unless it was completed.
    """

    upload_id: str
    size: int
    part_size: int
    expires_at: datetime


class StoredPart(Struct, frozen=True, kw_only=True):
    """A part that S3 has stored. `size` is in bytes."""

    number: int
    size: int
    etag: str


class UploadPart(Struct, frozen=True, kw_only=True):
    """A part to upload with PUT to `url`, with exactly `size` bytes. Without a URL, it is stored already."""

    number: int
    size: int
    url: str | None


class UploadParts(Struct, frozen=True, kw_only=True):
    """All parts of a multipart upload, in order. Their URLs expire at `expires_at`."""

    part_size: int
    parts: Sequence[UploadPart]
    expires_at: datetime
