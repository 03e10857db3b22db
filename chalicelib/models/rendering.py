"""What is asked of an image and what comes of it: presets, plans, rendered bytes."""

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta, Struct

Fit = Literal["inside", "cover", "contain", "fill", "outside"]
Position = Literal["center", "entropy"]
Format = Literal["jpeg", "png", "webp", "avif", "gif"]
Keep = Literal["copyright"]

# The largest side that WebP can hold, the smallest limit of the output formats.
MAX_SIDE = 16_383
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE)]
Quality = Annotated[int, Meta(ge=1, le=100)]
PresetName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Color = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?$")]


class VariantSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One preset, as the data file states it. Sides are pixels of the upright image.

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
    """What to render: the whole image scaled to `scaled_*`, cropped or padded to `width` x `height`.

    All numbers are pixels of the upright image. `focus` is the point (0..1, 0..1) that stays in
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
class Label:
    """What a moderator has found in an image, in which wider groups, and how sure it is (percent)."""

    name: str
    confidence: float
    groups: tuple[str, ...] = ()


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
    """What to show while the image loads: a ThumbHash (base64) and its dominant colour (`#rrggbb`)."""

    thumbhash: str
    color: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds by kind of work. Variants that are encoded side by side count one by one."""

    decode: float = 0.0
    resize: float = 0.0
    encode: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """All that one decode gave: the variants in the order of their plans, and the placeholder."""

    variants: tuple[Rendered, ...]
    placeholder: Placeholder | None = None
    timings: Timings = Timings()
