"""The data that Darkroom works with: frozen, without behaviour that needs I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

Fit = Literal["inside", "cover", "contain", "fill", "outside"]
Position = Literal["center", "entropy"]
Format = Literal["jpeg", "png", "webp", "avif", "gif"]
Keep = Literal["copyright"]

# 16383 is the largest side that WebP can hold, the smallest limit of the output formats.
Side = Annotated[int, Meta(ge=1, le=16_383)]
Quality = Annotated[int, Meta(ge=1, le=100)]
PresetName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Color = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$")]


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
class VariantSpec:
    """One preset, as the data file states it. Sides are pixels of the upright picture.

    `fit` and `position` are CSS's object-fit and object-position, `inside` and `outside` are sharp's
    names for the rest. `quality` is the encoder's, or `best` for the most faithful resize that the
    engine has. `background` fills what `contain` leaves free and what a format cannot keep transparent.
    """

    name: PresetName
    width: Side
    height: Side
    fit: Fit = "inside"
    position: Position = "center"
    format: Literal["source"] | Format = "source"
    quality: Quality | Literal["best"] = 80
    background: Color = "#ffffff"
    enlarge: bool = False
    keep: tuple[Keep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInfo:
    """What the header says. `width` and `height` are upright, that is after `orientation` (EXIF 1-8)."""

    format: str
    content_type: str
    width: int
    height: int
    orientation: int = 1
    frames: int = 1
    has_alpha: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPlan:
    """What to render: the whole picture scaled to `scaled_*`, cropped or padded to `width` x `height`.

    All numbers are pixels of the upright picture. `focus` is the point (0..1, 0..1) that stays in
    view when cropping, None where the engine is to find it (`position: entropy`).
    """

    spec: VariantSpec
    format: Format
    width: int
    height: int
    scaled_width: int
    scaled_height: int
    focus: tuple[float, float] | None = (0.5, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One rendered variant: encoded bytes and what they are."""

    name: str
    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """What to show while the picture loads: a ThumbHash (base64) and its dominant colour (`#rrggbb`)."""

    thumbhash: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """All that one decode gave: the variants in the order of their plans, and the placeholder."""

    variants: tuple[Rendered, ...]
    placeholder: Placeholder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One version of the uploaded object. `etag` without quotes; `version_id` None without versioning."""

    etag: str
    version_id: str | None = None
    size: int = 0
    content_type: str = "application/octet-stream"


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
    """Why a picture ended as `failed`: a stable code and a sentence for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The record of one picture: one item in the table, one document in the API.

    `revision` is the fencing token: each claim adds one, and only the holder of the newest may
    finalize. `source` and `fingerprint` say which object version and which presets the outcome
    describes. `cleanup_pending` is set while outputs of earlier runs may still lie in the bucket.
    """

    id: str
    key: str
    filename: str
    owner: str
    status: Status
    created_at: datetime
    updated_at: datetime
    revision: int = 0
    requested: tuple[str, ...] = ()
    content_type: str | None = None
    size: int | None = None
    source: Source | None = None
    fingerprint: str | None = None
    width: int | None = None
    height: int | None = None
    placeholder: Placeholder | None = None
    variants: tuple[Variant, ...] = ()
    error: Failure | None = None
    cleanup_pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a listing; `cursor` is None on the last."""

    images: tuple[Image, ...]
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadForm:
    """A presigned form: POST `fields`, then the file, as multipart/form-data to `url`."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
