"""How coarsely a source stores its pixels. A variant that stores them more finely is only larger."""

from collections.abc import Sequence

from msgspec import Struct
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

from chalicelib.imaging.encoding import few_colors, jpeg_tables
from chalicelib.imaging.source import Source
from chalicelib.models import ImageInfo, VariantPlan

# Formats in which drawings are stored without loss, so that their colors can be counted.
_LOSSLESS = ("png", "gif", "bmp", "tiff")


class JpegCoding(Struct, frozen=True, kw_only=True):
    """A JPEG's quantization tables, for brightness and for color, and its chroma subsampling (see Pillow)."""

    tables: jpeg_tables.Tables
    subsampling: int
    progressive: bool


class SourceCoding(Struct, frozen=True, kw_only=True):
    """`size` is the upright size in pixels, `size_in_bytes` that of the file.

    `jpeg` is only for JPEG, and read only if a variant is not scaled. `colors` is the number of colors, None
    if there are too many for a palette. They are counted only if a variant is a PNG.
    """

    size: tuple[int, int] = (0, 0)
    size_in_bytes: int = 0
    colors: int | None = None
    jpeg: JpegCoding | None = None

    @classmethod
    def of(cls, source: Source, info: ImageInfo, plans: Sequence[VariantPlan]) -> "SourceCoding":
        """Return the coding of a source that has been decoded."""
        counted = info.format in _LOSSLESS and any(plan.format == "png" for plan in plans)
        size = (info.width, info.height)
        is_unscaled = any((plan.scaled_width, plan.scaled_height) == size for plan in plans)
        return cls(
            size=size,
            size_in_bytes=len(source.container.stream),
            colors=few_colors.count(source.image) if counted else None,
            jpeg=_jpeg_coding(source.image) if is_unscaled else None,
        )

    def limit(self, plan: VariantPlan) -> JpegCoding | None:
        """Return the coding that a JPEG variant need not exceed, because its pixels are not scaled."""
        return self.jpeg if (plan.scaled_width, plan.scaled_height) == self.size else None


def _jpeg_coding(image: ImageFile) -> JpegCoding | None:
    tables = jpeg_tables.read(image) if isinstance(image, JpegImageFile) else None
    if tables is None:
        return None
    return JpegCoding(
        tables=tables,
        subsampling=max(0, get_sampling(image)),
        progressive=bool(image.info.get("progressive")),
    )
