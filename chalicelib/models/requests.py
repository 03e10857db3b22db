"""Requests to the API's use cases, and their results."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from chalicelib.models.multipart import UploadParts
from chalicelib.models.record import Image, Status


class Focus(Struct, frozen=True, forbid_unknown_fields=True):
    """The focal point for cropping. (0, 0) is the top left corner, (1, 1) the bottom right."""

    x: Annotated[float, Meta(ge=0, le=1)]
    y: Annotated[float, Meta(ge=0, le=1)]


class Crop(Struct, frozen=True, forbid_unknown_fields=True):
    """The box of the image to keep, as fractions of its width and height. (0, 0) is the top left corner."""

    x: Annotated[float, Meta(ge=0, lt=1)]
    y: Annotated[float, Meta(ge=0, lt=1)]
    width: Annotated[float, Meta(gt=0, le=1)]
    height: Annotated[float, Meta(gt=0, le=1)]


# Degrees clockwise.
Rotate = Literal[0, 90, 180, 270]
Tag = Annotated[str, Meta(min_length=1, max_length=64)]


class Metadata(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the owner says about an image. It takes at most 2 KB as compact JSON.

    `external_id` is the owner's own id of the image, `alt` the text for HTML's `alt` attribute. `custom` is a
    JSON object whose objects and arrays are nested at most 4 levels deep, itself included. Control characters
    and bidirectional control characters are not allowed anywhere.
    """

    external_id: Annotated[str, Meta(min_length=1, max_length=256)] | None = None
    tags: Annotated[tuple[Tag, ...], Meta(max_length=20)] | None = None
    alt: Annotated[str, Meta(max_length=1000)] | None = None
    custom: dict[str, Any] | None = None


class ImagePatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JSON merge patch (RFC 7396) of an image's document. Only `metadata` can be changed.

    Null removes a value. Fields that the patch does not contain stay the same.
    """

    metadata: Metadata | UnsetType | None = UNSET


class UploadRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request for an upload form.

    `size` is in bytes. `checksum_sha256` is in base64, as S3 expects it. `variants` are preset names.
    `rotate` is in degrees clockwise. It applies to the upright image, `crop` to the result, and `focus` to
    what `crop` keeps. `multipart` says that the caller can upload a file of more than 50 MB in parts, which
    requires `size`.
    """

    filename: str
    content_type: str | None = None
    size: Annotated[int, Meta(ge=1)] | None = None
    checksum_sha256: Annotated[str, Meta(pattern=r"^[A-Za-z0-9+/]{43}=$")] | None = None
    variants: Annotated[tuple[str, ...], Meta(min_length=1)] | None = None
    focus: Focus | None = None
    crop: Crop | None = None
    rotate: Rotate = 0
    metadata: Metadata | None = None
    multipart: bool = False


class VariantChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The names of presets to add to those of an image, and to remove from them."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class ReprocessRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request to render an image again. What it does not contain stays as it is.

    `variants` are the names of all presets, or a change of those that the image has. `focus`, `crop` and
    `rotate` are as in a request for an upload form. Null removes the focal point or the box.
    """

    variants: Annotated[tuple[str, ...], Meta(min_length=1)] | VariantChange | UnsetType = UNSET
    focus: Focus | UnsetType | None = UNSET
    crop: Crop | UnsetType | None = UNSET
    rotate: Rotate | UnsetType = UNSET


class IdempotencyKey(Struct, frozen=True, kw_only=True):
    """The value of an `Idempotency-Key`, and the body of its request, which repetitions must have, too."""

    value: str
    body: bytes


class UploadForm(Struct, frozen=True, kw_only=True):
    """A presigned form. To upload, POST `fields`, then the file, as multipart/form-data to `url`."""

    url: str
    fields: Mapping[str, str]
    expires_at: datetime
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)


class NewUpload(Struct, frozen=True, kw_only=True):
    """A new image, with the form to upload its file or, for a multipart upload, with its parts."""

    image: Image
    form: UploadForm | None = None
    parts: UploadParts | None = None


class UploadKey(Struct, frozen=True, forbid_unknown_fields=True):
    """The query parameter `key` of the status URL, which proves that its sender has begun the upload."""

    key: str | None = None


class CompanionUpload(Struct, frozen=True, kw_only=True):
    """What Uppy sends to begin a multipart upload. `metadata` needs the `size` of the file, in bytes."""

    filename: str
    type: str | None = None
    metadata: dict[str, Any] = {}


class ListRequest(Struct, frozen=True, kw_only=True):
    """A request for one page of a listing, optionally only of images with one status.

    With a `key`, the page has only the image of the object under this key, if there is one. With an
    `external_id`, it has only images with this id, which need not be unique.
    """

    limit: int = 20
    cursor: str | None = None
    status: Status | None = None
    key: str | None = None
    external_id: str | None = None


class Page(Struct, frozen=True, kw_only=True):
    """One page of a listing. On the last page, `cursor` is None.

    `records_read` counts also the records that were read but filtered out.
    """

    images: tuple[Image, ...]
    cursor: str | None = None
    records_read: int = 0
