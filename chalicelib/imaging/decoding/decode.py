"""Decode images, at a reduced size if that is enough for all variants."""

from msgspec import Struct
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.imaging.decoding import block_averaging, jpeg
from chalicelib.imaging.decoding.cropping import Box, Extent, cropped
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.decoding.png_transparency import PngFile
from chalicelib.imaging.source import Source


class Decoded(Struct, frozen=True):
    """Decoded pixels in a plain mode, cropped, before orientation and color conversion.

    `box` (left, top, right, bottom) is what counts of them, which can be a little less than all pixels. Each
    pixel is the average of `averaged` x `averaged` pixels of the source.
    """

    image: Image.Image
    box: Box
    averaged: int

    @property
    def size(self) -> tuple[int, int]:
        """The width and height in whole pixels, at least 1."""
        left, top, right, bottom = self.box
        return max(1, int(right - left)), max(1, int(bottom - top))


def decode(source: Source, target: TargetSize) -> Decoded:
    """Decode the image, or its first frame, at a size somewhat above the target or at full size."""
    content, image = source.container.stream, source.image
    if isinstance(image, JpegImageFile):
        shrunken = jpeg.shrink_on_load(content, image, target.size, best=target.best, time=source.time)
        return reduce(shrunken.image, shrunken.extent, target, shrunken.scale)
    if isinstance(image, WebPImageFile):
        # Only WebP needs ctypes and libwebp's structures, so other cold starts do not load them.
        from chalicelib.imaging.decoding import libwebp, webp  # noqa: PLC0415

        pixels = webp.shrink_on_load(content, image, target.size, libwebp.bundled())
        return reduce(pixels, pixels.size, target)
    if averages := _averages(source, target):
        return averages
    image.load()
    pixels = image.crop(source.container.crop) if source.container.crop else image
    return reduce(pixels, pixels.size, target)


def _averages(source: Source, target: TargetSize) -> Decoded | None:
    """Return the averages of pixels if the format is one that can be decoded so, and the target is small."""
    content, image = source.container.stream, source.image
    if isinstance(image, PngFile):
        # The kernel needs ctypes, as libwebp does.
        from chalicelib.imaging.decoding import png_averaging  # noqa: PLC0415

        if (by := png_averaging.factor(image, target)) > 1:
            return _averaged(png_averaging.decode(content, image, by, source.time), image.size, by)
    if image.format == "AVIF" and not source.container.crop:
        # Only AVIF needs its plugin.
        from chalicelib.imaging.decoding import avif_averaging  # noqa: PLC0415

        if (by := avif_averaging.factor(image, target)) > 1:
            return _averaged(avif_averaging.decode(image, by), image.size, by)
    return None


def _averaged(averages: Image.Image, size: tuple[int, int], by: int) -> Decoded:
    """Return the averages of all pixels of an image of this size, whose last ones can be of fewer pixels."""
    return Decoded(averages, (0, 0, size[0] / by, size[1] / by), by)


def reduce(pixels: Image.Image, extent: Extent, target: TargetSize, averaged: int = 1) -> Decoded:
    """Crop the pixels of a whole image, and average blocks of them, as large as the target size allows.

    A decoder has `averaged` as many pixels of the source per side already.
    """
    by = block_averaging.factor(pixels.size, target.size, best=target.best)
    part, (left, top, right, bottom) = cropped(pixels, extent, target.crop)
    box = left / by, top / by, right / by, bottom / by
    return Decoded(block_averaging.reduce(part, by), box, averaged * by)
