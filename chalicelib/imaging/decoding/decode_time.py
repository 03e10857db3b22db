"""Estimate how long decoding an image takes, from its header and its container alone.

The numbers are for one vCPU, and somewhat more than the most that was measured for noise and for photos.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging.decoding import jpeg_end
from chalicelib.imaging.decoding.bmp.reader import BmpFile
from chalicelib.imaging.decoding.tiff.reader import TiffFile
from chalicelib.imaging.source import Source

# Nanoseconds for each pixel, and for each byte of the file.
_PER_PIXEL: Mapping[str, float] = MappingProxyType(
    {"jpeg": 10, "png": 50, "webp": 20, "avif": 30, "heic": 80, "gif": 20, "bmp": 10, "tiff": 20}
)
_PER_BYTE: Mapping[str, float] = MappingProxyType({"jpeg": 15, "webp": 100, "avif": 130, "heic": 250})
# Reducing the image to the size for the variants.
_REDUCING = 15
# Each scan of a JPEG visits each block of its channels, even if it changes nothing. A scan that refines
# coefficients looks at each of them: 60 ns per block of 64 pixels, in up to four channels.
_SCAN = 100 / 64
_ARITHMETIC = 100
# The file is decoded twice more to find out whether pixels are missing.
_COMPARISONS = 2


def estimate(source: Source, name: str) -> float:
    """Return the seconds that decoding takes."""
    width, height = source.image.size
    other = _OTHERS.get(name)
    per_pixel = _PER_PIXEL[name] * source.container.coded + _REDUCING + (other(source) if other else 0)
    nanoseconds = width * height * per_pixel + _PER_BYTE.get(name, 0) * len(source.container.stream)
    return 1e-9 * nanoseconds * _times(source)


def _jpeg(source: Source) -> float:
    image = source.image
    assert isinstance(image, JpegImageFile)  # noqa: S101  the reader for this format
    scans = source.container.scans * _SCAN * len(image.layer) if source.container.scans > 1 else 0
    return scans + (_ARITHMETIC if source.container.is_arithmetic else 0)


def _own_reader(source: Source) -> float:
    image = source.image
    assert isinstance(image, TiffFile | BmpFile)  # noqa: S101  the readers for these formats
    return 1e9 * image.decoding_seconds / (image.width * image.height)


def _times(source: Source) -> int:
    is_jpeg = isinstance(source.image, JpegImageFile)
    ends_early = is_jpeg and jpeg_end.comparison_scale(source.container.stream, source.image.size)
    return 1 + _COMPARISONS if ends_early else 1


_OTHERS: Mapping[str, Callable[[Source], float]] = MappingProxyType(
    {"jpeg": _jpeg, "tiff": _own_reader, "bmp": _own_reader}
)
