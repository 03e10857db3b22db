"""Decodes an image just large enough for what is wanted of it."""

from dataclasses import dataclass

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.imaging import jpeg, reduction
from chalicelib.imaging.target_size import TargetSize

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Pixels as stored, in a plain mode, not yet upright nor sRGB; the image fills `extent` of them."""

    image: Image.Image
    extent: Extent


def decode(content: bytes, image: ImageFile, target: TargetSize) -> Decoded:
    """Decode the image, or its first frame, to somewhat more than is demanded or to all that it has."""
    if isinstance(image, JpegImageFile):
        return reduce(*jpeg.shrink_on_load(content, image, target.size, best=target.best), target)
    if isinstance(image, WebPImageFile):
        # ctypes and libwebp's structures are for this format alone, and every cold start would pay for them
        from chalicelib.imaging import libwebp, webp  # noqa: PLC0415

        pixels = webp.shrink_on_load(content, image, target.size, libwebp.bundled())
        return reduce(pixels, pixels.size, target)
    image.load()
    return reduce(image, image.size, target)


def reduce(pixels: Image.Image, extent: Extent, target: TargetSize) -> Decoded:
    """Average pixels as far as that leaves enough of them."""
    by = reduction.factor(pixels.size, target.size, best=target.best)
    return Decoded(reduction.reduced(pixels, by), (extent[0] / by, extent[1] / by))
