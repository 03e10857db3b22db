"""Decodes a picture just large enough for what is wanted of it."""

from dataclasses import dataclass

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.imaging import jpeg, reduction, webp

# Plain averages keep less detail than libjpeg's scaling: so many more pixels give about the same score.
_BLOCKS_NEED = 4 / 3

Size = tuple[int, int]
Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Pixels as stored, in a plain mode, not yet upright nor sRGB; the picture fills `extent` of them."""

    image: Image.Image
    extent: Extent


def decode(content: bytes, image: ImageFile, wanted: Size, gap: float) -> Decoded:
    """Decode the picture, or its first frame, to `gap` times the wanted size or to all that it has."""
    if isinstance(image, JpegImageFile):
        return reduce(*jpeg.shrink_on_load(content, image, wanted, gap), wanted, gap)
    if isinstance(image, WebPImageFile):
        pixels = webp.shrink_on_load(content, image, wanted)
        return reduce(pixels, pixels.size, wanted, gap)
    image.load()
    return reduce(image, image.size, wanted, gap)


def reduce(pixels: Image.Image, extent: Extent, wanted: Size, gap: float) -> Decoded:
    """Average pixels as far as that leaves enough of them."""
    by = reduction.factor(pixels.size, wanted, gap * _BLOCKS_NEED)
    return Decoded(reduction.reduced(pixels, by), (extent[0] / by, extent[1] / by))
