"""Requests to the API's use cases, and their results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.models.record import Image, Status


class Focus(Struct, frozen=True, forbid_unknown_fields=True):
    """The focal point for cropping. (0, 0) is the top left corner, (1, 1) the bottom right."""

    x: Annotated[float, Meta(ge=0, le=1)]
    y: Annotated[float, Meta(ge=0, le=1)]


class UploadRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request for an upload form.

    `size` is in bytes. `checksum_sha256` is in base64, as S3 expects it. `variants` are preset names.
    """

    filename: str
    content_type: str | None = None
    size: Annotated[int, Meta(ge=1)] | None = None
    checksum_sha256: Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{43}=$")] | None = None
    variants: Annotated[tuple[str, ...], Meta(min_length=1)] | None = None
    focus: Focus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A presigned form. To upload, POST `fields`, then the file, as multipart/form-data to `url`."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ListRequest:
    """A request for one page of a listing, optionally only of images with one status.

    With a `key`, the page has only the image of the object under this key, if there is one.
    """

    limit: int = 20
    cursor: str | None = None
    status: Status | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a listing. On the last page, `cursor` is None.

    `records_read` counts also the records that were read but filtered out.
    """

    images: tuple[Image, ...]
    cursor: str | None = None
    records_read: int = field(default=0, compare=False)
