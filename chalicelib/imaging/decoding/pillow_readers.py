"""Open an image with the reader for its format, which is Pillow's or based on Pillow.

The readers are called directly instead of through `Image.open`. That would import all readers, try others
too (EPS starts Ghostscript), and enforce Pillow's process-wide MAX_IMAGE_PIXELS before our own limit.
"""

from collections.abc import Callable
from typing import IO

from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.imaging.budget.time_budget import NO_TIME_LIMIT, TimeBudget
from chalicelib.imaging.decoding.bmp.reader import BmpFile
from chalicelib.imaging.decoding.gif import FirstFrameGifFile
from chalicelib.imaging.decoding.heic import HeicImageFile
from chalicelib.imaging.decoding.png_transparency import PngFile
from chalicelib.imaging.decoding.tiff.reader import TiffFile


def _avif(file: IO[bytes]) -> ImageFile:
    # Its library takes 2 MB, and few images need it.
    from PIL.AvifImagePlugin import AvifImageFile  # noqa: PLC0415

    return AvifImageFile(file)


# An MPO (two images from a stereo or panorama camera) is read as the JPEG that it starts with.
_READERS: dict[str, Callable[[IO[bytes]], ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": PngFile,
    "webp": WebPImageFile,
    "gif": FirstFrameGifFile,
    "avif": _avif,
    "heic": HeicImageFile,
    "tiff": TiffFile,
    "bmp": BmpFile,
}


def open_image(content: bytes, name: str, time: TimeBudget = NO_TIME_LIMIT) -> ImageFile:
    """Read the header of an image in the named format. Pillow decodes the pixels on first use.

    Raises TooComplex or OutOfTime when it reads after the time is over, and Pillow's errors for broken files.
    """
    return _READERS[name](time.stream(content))
