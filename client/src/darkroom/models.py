"""Frozen dataclasses for the parts of the service's responses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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

    @property
    def extension(self) -> str:
        """The extension of the file, without the dot."""
        subtype = self.content_type.rpartition("/")[2]
        return "jpg" if subtype == "jpeg" else subtype


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The files of one content type, for a `source` or `img` element.

    `type` and `srcset` are values for the attributes of the same names. `src` is the URL of the widest file,
    `width` and `height` are its size in pixels.
    """

    type: str
    src: str
    srcset: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDemandPreset:
    """A preset that is rendered when its `url` is requested for the first time."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDemand:
    """Where an image's variants on demand are. `client.url` replaces `{operations}` in `url`."""

    url: str
    presets: tuple[OnDemandPreset, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the owner says about an image. `custom` is any JSON object."""

    external_id: str | None = None
    tags: tuple[str, ...] = ()
    alt: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """The focal point for cropping. (0, 0) is the top left corner, (1, 1) the bottom right."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """The box of an image that its variants show, as fractions of the rotated image's width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A variant that the service can render. `quality` is the encoder quality (1 to 100) or a name.

    `width` or `height` is None if the image's aspect ratio determines it. `formats` are the formats of a
    preset that has several. `when` is `upload` or `on_demand`. `document` has all settings, including those
    that this version of the client does not know.
    """

    name: str
    width: int | None = None
    height: int | None = None
    fit: str
    position: str
    format: str
    formats: tuple[str, ...] = ()
    quality: int | str
    when: str = "upload"
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presets:
    """All presets of the service, and the names of those that it renders by default.

    `on_demand` is what anyone may request of a public image, None if nothing but presets.
    """

    presets: tuple[Preset, ...]
    default: tuple[str, ...]
    on_demand: Mapping[str, Any] | None = field(default=None, hash=False)
