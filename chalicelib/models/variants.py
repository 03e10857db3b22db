"""Inputs and outputs of the image engine: presets, plans, rendered variants."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Literal

from msgspec import Meta, Struct

Fit = Literal["inside", "cover", "contain", "fill", "outside"]
# CSS's keywords for object-position, then those that look at the image.
Gravity = Literal[
    "center",
    "top",
    "right",
    "bottom",
    "left",
    "top left",
    "top right",
    "bottom left",
    "bottom right",
]
Position = Gravity | Literal["entropy", "attention", "face"]
Format = Literal["jpeg", "png", "webp", "avif", "gif"]
Keep = Literal["copyright", "provenance", "rights"]

# WebP's limit in pixels per side, which is the lowest of all output formats.
MAX_SIDE = 16_383
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE)]
Quality = Annotated[int, Meta(ge=1, le=100)]
# In patterns, `$` also matches before a line break at the end, which `(?!\n)` excludes.
PresetName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$(?!\n)",
        description="1 to 64 letters, digits, hyphens and underscores, starting with a letter or digit",
    ),
]
Color = Annotated[
    str,
    Meta(
        pattern=r"^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$(?!\n)",
        description='a color such as "#ffffff" or, with transparency, "#ffffff80"',
    ),
]


POSITIONS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "center": (0.5, 0.5),
        "top": (0.5, 0.0),
        "right": (1.0, 0.5),
        "bottom": (0.5, 1.0),
        "left": (0.0, 0.5),
        "top left": (0.0, 0.0),
        "top right": (1.0, 0.0),
        "bottom left": (0.0, 1.0),
        "bottom right": (1.0, 1.0),
    }
)
"""The keywords of CSS object-position as fractions of width and height."""


FileName = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$(?!\n)",
        description='the name of a file beside the presets file, such as "logo.png"',
    ),
]


class Overlay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A watermark. `image` is a file beside the presets file, `margin` is in pixels, `opacity` from 0 to 1.

    `tile` repeats it over the whole variant. `sha256` is computed when the presets are loaded; a presets file
    cannot set it.
    """

    image: FileName
    position: Gravity = "bottom right"
    margin: Annotated[int, Meta(ge=0, le=MAX_SIDE)] = 0
    opacity: Annotated[float, Meta(gt=0, le=1)] = 1.0
    tile: bool = False
    sha256: str = ""


class VariantSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One preset, as in presets.json. `width` and `height` are pixels of the upright image.

    `fit` and `position` work like CSS object-fit and object-position; `inside` and `outside` are from
    sharp. `inside` and `outside` need one side only, the other fits both. `formats` encodes one variant in
    several formats, instead of `format`. `quality` is the encoder's, or `best` for the most accurate resizing
    that the engine offers. `background` fills the padding of `contain`, and replaces transparency in formats
    without it. `keep` names the metadata that stays: the digital source type (`provenance`), the EXIF
    copyright, or the XMP `rights`. `blur` is the standard deviation in pixels of the variant, 0 for none.
    `expire_after_days` counts from the rendering of a version of the source.
    """

    name: PresetName
    width: Side | None = None
    height: Side | None = None
    fit: Fit = "inside"
    position: Position = "center"
    format: Literal["source"] | Format = "source"
    formats: tuple[Literal["source"] | Format, ...] = ()
    quality: Quality | Literal["best"] = 80
    background: Color = "#ffffff"
    enlarge: bool = False
    keep: tuple[Keep, ...] = ("provenance",)
    sharpen: bool = False
    blur: Annotated[float, Meta(ge=0, le=100)] = 0.0
    grayscale: bool = False
    overlay: Overlay | None = None
    expire_after_days: Annotated[int, Meta(ge=1, le=3650)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCredentials:
    """A C2PA manifest in the uploaded file, whose signature is not verified, and the program that made it."""

    claim_generator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the uploaded file says about its origin.

    `digital_source_type` is a URL from IPTC's vocabulary that tells, for example, whether an AI made the
    image: https://cv.iptc.org/newscodes/digitalsourcetype/
    """

    digital_source_type: str | None = None
    content_credentials: ContentCredentials | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CropBox:
    """Where a crop lies in the upright whole image, and the size of that image. All are in pixels."""

    left: int
    top: int
    whole_width: int
    whole_height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageInfo:
    """An image's header, with the edits of its upload.

    `width` and `height` are in pixels, those after applying `orientation` (EXIF 1-8) and then `crop`. A
    rotation of the upload is part of the orientation.
    """

    format: str
    content_type: str
    width: int
    height: int
    orientation: int = 1
    crop: CropBox | None = None
    frames: int = 1
    has_alpha: bool = False
    provenance: Provenance | None = None

    @property
    def uncropped(self) -> "ImageInfo":
        """The whole image, upright."""
        if self.crop is None:
            return self
        return replace(self, width=self.crop.whole_width, height=self.crop.whole_height, crop=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPlan:
    """How to render a variant: scale the image to `scaled_*`, then crop or pad it to `width` x `height`.

    All sizes are in pixels of the upright image. `focus` is the focal point for cropping (0..1, 0..1).
    If it is None, the engine chooses one (`position: entropy`).
    """

    spec: VariantSpec
    format: Format
    width: int
    height: int
    scaled_width: int
    scaled_height: int
    focus: tuple[float, float] | None = (0.5, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A moderation label, the categories it belongs to, and the moderator's confidence in percent."""

    name: str
    confidence: float
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One rendered variant, encoded."""

    name: str
    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A placeholder to display while an image loads: ThumbHash (base64) and dominant color (`#rrggbb`)."""

    thumbhash: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds spent on each kind of work. Variants encoded in parallel are added up."""

    decode: float = 0.0
    resize: float = 0.0
    encode: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The result of rendering one image: the variants in the order of their plans, and the placeholder.

    `warnings` is the number of warnings by decoders, mostly about metadata.
    """

    variants: tuple[Rendered, ...]
    placeholder: Placeholder | None = None
    timings: Timings = Timings()
    warnings: int = 0
