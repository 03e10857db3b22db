"""Reads from an image file what the demo reports: format, size, orientation and GPS data."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from PIL import ExifTags, Image, ImageChops, ImageOps, ImageStat

UPRIGHT = 1
"""The EXIF orientation of an image whose pixels need no rotation, and of one without the tag."""

XMP = ("xmp", "XML:com.adobe.xmp")
"""Where Pillow keeps the XMP packet: of JPEG, WebP and TIFF, and of PNG."""

COMPARED = (64, 64)
"""The size at which pixels are compared."""


class ImageFacts(Struct, frozen=True, kw_only=True):
    """Facts about one file; `width` and `height` as stored, in pixels, and `size` in bytes.

    `upright` is False if a viewer would show the image in another orientation than the original.
    """

    file: Path
    format: str
    width: int
    height: int
    size: int
    orientation: int
    gps: bool
    upright: bool = True


def image_facts(file: Path) -> ImageFacts:
    """Read an image file. Raises OSError if Pillow cannot."""
    with _opened(file) as image:
        return _facts(file, image, upright=True)


def variant_facts(file: Path, original: Path) -> ImageFacts:
    """Read a variant and compare its pixels with those of the original. Raises OSError as above."""
    with _opened(file) as image, _opened(original) as source:
        return _facts(file, image, upright=_is_upright(image, source))


@contextmanager
def _opened(file: Path) -> Iterator[Image.Image]:
    with warnings.catch_warnings():
        # The stack has its own limit on pixels, and has processed this image.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(file) as image:
            yield image


def _facts(file: Path, image: Image.Image, *, upright: bool) -> ImageFacts:
    exif = image.getexif()
    return ImageFacts(
        file=file,
        format=image.format or "unknown",
        width=image.width,
        height=image.height,
        size=file.stat().st_size,
        orientation=exif.get(ExifTags.Base.Orientation, UPRIGHT),
        gps=bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or _xmp_has_gps(image),
        upright=upright,
    )


def _xmp_has_gps(image: Image.Image) -> bool:
    packets = [image.info.get(name, b"") for name in XMP]
    return any(
        "exif:GPS" in (each if isinstance(each, str) else each.decode("utf-8", "replace")) for each in packets
    )


def _is_upright(variant: Image.Image, original: Image.Image) -> bool:
    """Return whether the variant's stored pixels look more like the upright original than the stored one."""
    pixels = variant.convert("L")
    upright = ImageOps.exif_transpose(original)
    return _difference(pixels, upright) <= _difference(pixels, original)


def _difference(variant: Image.Image, original: Image.Image) -> float:
    """Return the mean difference in brightness, with the original cropped to the variant's aspect ratio."""
    fitted = ImageOps.fit(original.convert("L"), variant.size)
    difference = ImageChops.difference(variant.resize(COMPARED), fitted.resize(COMPARED))
    mean: float = ImageStat.Stat(difference).mean[0]
    return mean
