"""Frozen dataclasses for the service's responses. Unknown response fields are ignored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """The status of an image. A `pending` image has no file yet; the last three are final."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"

    @property
    def terminal(self) -> bool:
        """Whether the status is final, so that it will not change by itself."""
        return self in (Status.READY, Status.FAILED, Status.DELETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """What to show while the image loads: a ThumbHash (base64) and the dominant color (`#rrggbb`)."""

    thumbhash: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCredentials:
    """A C2PA manifest in the uploaded file, whose signature is not verified, and the program that made it."""

    claim_generator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the uploaded file says about its origin.

    `digital_source_type` is a URL from https://cv.iptc.org/newscodes/digitalsourcetype/
    """

    digital_source_type: str | None = None
    content_credentials: ContentCredentials | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The reason for a failure: a stable code and an explanation for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One rendered file. `width` and `height` are in pixels, `size` is in bytes.

    `url` works without a token but may expire.
    """

    name: str
    url: str
    content_type: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image and its variants.

    `width` and `height` (of the upright image, in pixels) and `size` (in bytes) are None until known.
    `srcset` is for the `srcset` attribute of an HTML `img`; it lists the variants that show the whole image.
    """

    id: str
    status: Status
    filename: str
    created_at: datetime
    updated_at: datetime
    content_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    placeholder: Placeholder | None = None
    provenance: Provenance | None = None
    variants: tuple[Variant, ...] = ()
    srcset: str = ""
    error: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A presigned upload form: POST `fields`, then the file, as multipart/form-data to `url`."""

    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImage(Image):
    """A newly created image with the upload form for its file."""

    upload: UploadForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePage:
    """One page of a listing. `next_cursor` is None on the last page."""

    images: tuple[Image, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A variant that the service can render. `quality` is the encoder quality (1 to 100) or a name."""

    name: str
    width: int
    height: int
    fit: str
    position: str
    format: str
    quality: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presets:
    """All presets of the service, and the names of those that it renders by default."""

    presets: tuple[Preset, ...]
    default: tuple[str, ...]
