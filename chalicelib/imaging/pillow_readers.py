"""Open an image with Pillow's reader for its format.

The readers are called directly instead of through `Image.open`. That would import all readers, try others
too (EPS starts Ghostscript), and enforce Pillow's process-wide MAX_IMAGE_PIXELS before our own limit.
"""

import importlib
from io import BytesIO

from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.errors import UnsupportedFormat
from chalicelib.imaging.bmp.reader import BmpFile
from chalicelib.imaging.png import InflatingPngFile
from chalicelib.imaging.tiff.reader import TiffFile

# An MPO (two images from a stereo or panorama camera) is read as the JPEG that it starts with.
_READERS: dict[str, type[ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": InflatingPngFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
    "avif": AvifImageFile,
    "tiff": TiffFile,
    "bmp": BmpFile,
}


def open_image(content: bytes, name: str) -> ImageFile:
    """Read the header of an image in the named format. Pillow decodes the pixels on first use.

    Raises UnsupportedFormat for HEIC if pillow-heif is missing, and Pillow's errors for broken files.
    """
    reader = _READERS.get(name) or _heic_reader()
    return reader(BytesIO(content))


def _heic_reader() -> type[ImageFile]:
    """Return the reader of pillow-heif, which is optional (see domain/formats.py)."""
    try:
        reader: type[ImageFile] = importlib.import_module("pillow_heif").HeifImageFile
    except ImportError:
        raise UnsupportedFormat("HEIC is not supported by this deployment; send the image as JPEG") from None
    return reader
