"""Variants on demand: what a URL asks for, and what a deployment allows."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.models.presets import MAX_SIDE

# From the smallest files to the most compatible ones. GIF is not written on demand.
OnDemandFormat = Literal["avif", "webp", "jpeg", "png"]
# Presets can have any format.
RenditionFormat = Literal["avif", "webp", "jpeg", "png", "gif"]
OnDemandPosition = Literal[
    "center",
    "top",
    "right",
    "bottom",
    "left",
    "top-left",
    "top-right",
    "bottom-left",
    "bottom-right",
    "entropy",
    "attention",
]
Width = Annotated[int, Meta(ge=1, le=MAX_SIDE)]
Ratio = Annotated[
    str,
    Meta(
        pattern=r"^(source|[1-9][0-9]{0,2}:[1-9][0-9]{0,2})$(?!\n)",
        description='"source" or a ratio such as "16:9"',
    ),
]
Quality = Annotated[int, Meta(ge=1, le=100)]


class Resize(Struct, frozen=True, kw_only=True):
    """Scale an image to a size in pixels, and crop it to `height` if there is one.

    `position` is a keyword, or the focal point in thousandths of width and height. The image's own focal
    point, if it has one, comes first. A `format` of None is negotiated from the `Accept` header.
    """

    width: int
    height: int | None = None
    fit: Literal["cover", "inside"] = "cover"
    position: OnDemandPosition | tuple[int, int] = "attention"
    format: OnDemandFormat | None = None
    quality: int = 80


class NamedPreset(Struct, frozen=True, kw_only=True):
    """Render a preset. A `format` of None is negotiated among the preset's formats."""

    name: str
    format: RenditionFormat | None = None


Operations = Resize | NamedPreset


class OnDemandPolicy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What anyone may request of a public image, as in presets.json. Signed URLs are not limited by it.

    The number of different files per image is `bound`. Widths between those that are listed are rounded up.
    `source` in `ratios` stands for the image's own aspect ratio; other ratios crop at one of `positions`.
    """

    widths: Annotated[tuple[Width, ...], Meta(max_length=50)] = ()
    ratios: Annotated[tuple[Ratio, ...], Meta(min_length=1, max_length=20)] = ("source",)
    formats: Annotated[tuple[OnDemandFormat, ...], Meta(min_length=1)] = ("avif", "webp", "jpeg")
    qualities: Annotated[tuple[Quality, ...], Meta(min_length=1, max_length=20)] = (80,)
    positions: Annotated[tuple[OnDemandPosition, ...], Meta(min_length=1)] = ("attention",)

    @property
    def bound(self) -> int:
        """The most files that requests without a signature can lead to for one image, without presets."""
        crops = sum(1 for ratio in self.ratios if ratio != "source") * len(self.positions)
        sizes = crops + ("source" in self.ratios)
        return len(self.widths) * sizes * len(self.formats) * len(self.qualities)


class SigningKey(Struct, frozen=True, kw_only=True):
    """A key that signs URLs. `id` has 8 hex digits and is part of each signature, `secret` has 64."""

    id: str
    secret: str


class SigningKeyList(Struct, frozen=True):
    """All signing keys, the newest first, as they are stored in JSON."""

    keys: tuple[SigningKey, ...]


class Rendition(Struct, frozen=True, kw_only=True):
    """One file that is rendered on demand: an image, a version of it, and operations that have a format."""

    image_id: str
    version: str
    operations: Operations
