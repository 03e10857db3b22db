"""Inputs and outputs of the image engine: headers, plans, rendered variants."""

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.models.presets import Format, VariantSpec


class ContentCredentials(Struct, frozen=True, kw_only=True):
    """A C2PA manifest in the uploaded file, whose signature is not verified, and the program that made it."""

    claim_generator: str | None = None


class Provenance(Struct, frozen=True, kw_only=True):
    """What the uploaded file says about its origin.

    `digital_source_type` is a URL from IPTC's vocabulary that tells, for example, whether an AI made the
    image: https://cv.iptc.org/newscodes/digitalsourcetype/
    """

    digital_source_type: str | None = None
    content_credentials: ContentCredentials | None = None


class CropBox(Struct, frozen=True, kw_only=True):
    """Where a crop lies in the upright whole image, and the size of that image. All are in pixels."""

    left: int
    top: int
    whole_width: int
    whole_height: int


class ImageInfo(Struct, frozen=True, kw_only=True):
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


class VariantPlan(Struct, frozen=True, kw_only=True):
    """How to render a variant: scale the image to `scaled_*`, then crop or pad it to `width` x `height`.

    All sizes are in pixels of the upright image. `focus` is the focal point for cropping (0..1, 0..1).
    If it is None, the engine chooses one (`position: entropy`, `attention`, or `face` without a face).
    """

    spec: VariantSpec
    format: Format
    width: int
    height: int
    scaled_width: int
    scaled_height: int
    focus: tuple[float, float] | None = (0.5, 0.5)


class Label(Struct, frozen=True, kw_only=True):
    """A moderation label, the categories it belongs to, and the moderator's confidence in percent."""

    name: str
    confidence: float
    groups: tuple[str, ...] = ()


class Rendered(Struct, frozen=True, kw_only=True):
    """One rendered variant, encoded."""

    name: str
    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


HandOver = Callable[[Rendered], object]
"""Gets a variant as soon as it is encoded, in any order and from any thread. It raises no errors."""


class Placeholder(Struct, frozen=True, kw_only=True):
    """A placeholder to display while an image loads: ThumbHash (base64) and dominant color (`#rrggbb`)."""

    thumbhash: str
    color: str


class Timings(Struct, frozen=True, kw_only=True):
    """Milliseconds spent on each kind of work. Variants encoded in parallel are added up."""

    decode: float = 0.0
    resize: float = 0.0
    encode: float = 0.0


class Rendering(Struct, frozen=True, kw_only=True):
    """The result of rendering one image: the variants and their sizes in bytes, and the placeholder.

    Both are in the order of the plans. Without `variants`, they were handed over while others were being
    encoded. `warnings` is the number of warnings by decoders, mostly about metadata.
    """

    variants: tuple[Rendered, ...] = ()
    sizes: tuple[int, ...] = ()
    placeholder: Placeholder | None = None
    timings: Timings = Timings()
    warnings: int = 0


class Face(Struct, frozen=True, kw_only=True):
    """The box around a face, in fractions of the image's width and height. It can exceed the image.

    Faces only exist while an image is planned, and are never stored or logged.
    """

    left: float
    top: float
    width: float
    height: float

    def __repr__(self) -> str:
        """Return nothing of the face."""
        return "Face()"
