"""Presets: the settings of a variant, and what their values may be."""

from collections.abc import Mapping
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
    """A watermark. `image` is a file beside the presets file, `margin` is in pixels, `opacity` up to 1.

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
    `expire_after_days` counts from the rendering of a version of the source. With `when: on_demand`, the
    variant is rendered at its first request.
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
    when: Literal["upload", "on_demand"] = "upload"

    @property
    def variant_count(self) -> int:
        """The number of variants: one for each format."""
        return len(self.formats) or 1
