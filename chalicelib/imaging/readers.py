"""Opens an image with the one Pillow reader that its first bytes call for.

The readers are called directly instead of through Image.open: its registry would try others (EPS
starts Ghostscript), import them all, and enforce Pillow's process-wide MAX_IMAGE_PIXELS before our cap.
"""

import importlib
from io import BytesIO

from PIL.AvifImagePlugin import AvifImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.errors import UnsupportedFormat
from chalicelib.imaging.png import InflatingPngFile

# An MPO (two images of a stereo or panorama camera) is read as the JPEG that it begins with.
_READERS: dict[str, type[ImageFile]] = {
    "jpeg": JpegImageFile,
    "png": InflatingPngFile,
    "webp": WebPImageFile,
    "gif": GifImageFile,
    "avif": AvifImageFile,
    "tiff": TiffImageFile,
    "bmp": BmpImageFile,
}


def open_image(content: bytes, name: str) -> ImageFile:
    """Read the header of an image in the named format; its pixels are decoded when they are used.

    Raises UnsupportedFormat for HEIC without its extra, and whatever Pillow raises for a broken file.
    """
    reader = _READERS.get(name) or _heic_reader()
    return reader(BytesIO(content))


def _heic_reader() -> type[ImageFile]:
    """Return pillow-heif's reader, an extra: its 5.7 MB would take the package over its 12 MB."""
    try:
        reader: type[ImageFile] = importlib.import_module("pillow_heif").HeifImageFile
    except ImportError:
        raise UnsupportedFormat("HEIC cannot be read here; send the image as JPEG") from None
    return reader
