"""Messages and results of erasures."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRequest:
    """One image to erase. Its record is marked before the request is queued."""

    image_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectVersion:
    """One version of an object, or a delete marker."""

    key: str
    version_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Why S3 does not remove a version: it is under Object Lock. `until` is None for a legal hold."""

    until: datetime | None
