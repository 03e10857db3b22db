"""What the service answers with, as frozen data. Fields that are not listed here are ignored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where an image stands. `pending` has no file yet; the last three are final."""

    PENDING = "pending"
    PROCESSING = "processing"
    READY = "ready"
    FAILED = "failed"
    DELETED = "deleted"

    @property
    def terminal(self) -> bool:
        """True when nothing more will happen by itself."""
        return self in (Status.READY, Status.FAILED, Status.DELETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """What to show while the picture loads: a ThumbHash (base64) and its dominant colour (`#rrggbb`)."""

    thumbhash: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why something failed: a stable code and a sentence for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One rendered file; sides in pixels, `size` in bytes. `url` needs no token but may expire."""

    name: str
    url: str
    content_type: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One picture; `width`, `height` (upright, pixels) and `size` (bytes) are None until known.

    `srcset` is the attribute of HTML's `img`, with the variants that show the whole picture.
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
    variants: tuple[Variant, ...] = ()
    srcset: str = ""
    error: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A presigned form: POST `fields`, then the file, as multipart/form-data to `url`."""

    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewImage(Image):
    """An image that was just created, with the form to upload its file."""

    upload: UploadForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePage:
    """One page of a listing; `next_cursor` is None on the last."""

    images: tuple[Image, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One variant that the service offers. `quality` is the encoder's (1 to 100) or a name."""

    name: str
    width: int
    height: int
    fit: str
    position: str
    format: str
    quality: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presets:
    """All that the service offers, and the names that a picture gets when none are chosen."""

    presets: tuple[Preset, ...]
    default: tuple[str, ...]
