"""Erasures of images: what a record says about one, and the messages and results of its steps."""

from datetime import datetime

from msgspec import Struct


class LockedVersions(Struct, frozen=True, kw_only=True):
    """Object versions that S3 did not remove, because they are under Object Lock.

    `until` is the latest end of their retention, None if a legal hold or a later retention has no known end.
    """

    count: int
    until: datetime | None = None


class Erasure(Struct, frozen=True, kw_only=True):
    """The erasure of an image. `completed_at` is None while it is in progress."""

    requested_at: datetime
    completed_at: datetime | None = None
    locked: LockedVersions | None = None


class ErasureRequest(Struct, frozen=True, kw_only=True):
    """One image to erase. Its record is marked before the request is queued."""

    image_id: str


class ObjectVersion(Struct, frozen=True, kw_only=True):
    """One version of an object, or a delete marker."""

    key: str
    version_id: str


class Lock(Struct, frozen=True, kw_only=True):
    """Why S3 does not remove a version: it is under Object Lock. `until` is None for a legal hold."""

    until: datetime | None
