"""Estimate the memory that decoding an image takes, from its header alone.

Dimensions do not tell: a JPEG of 200 MP that is decoded at 1/8 takes 13 MB, an AVIF of 100 MP up to 1.7 GB.
The bytes per pixel are slightly more than the most that was measured; `python -m tests.budget` measures
again. What variants take is in budget/variant_cost.py.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging.containers.webp import is_animation
from chalicelib.imaging.decoding import block_averaging, jpeg, jpeg_end, pixel_modes
from chalicelib.imaging.decoding.bmp.reader import BmpFile
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.decoding.png_transparency import PngFile
from chalicelib.imaging.decoding.tiff.reader import TiffFile
from chalicelib.imaging.source import Source

# Pillow's bytes per pixel. All modes that are not listed have 4.
_STORED: Mapping[str, int] = MappingProxyType({"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2})
_FOUR = 4
# What decoders keep besides the image: rows, and the file itself.
_ROWS = 0.5
# libjpeg keeps a coefficient of 2 bytes for each sample until it has read the last scan.
_COEFFICIENT = 2
# Pillow's animation decoder for WebP has two canvases and a copy. libwebp keeps a lossless image whole, and
# a lossy one with alpha is decoded at full size (see webp.py).
_WEBP_IN_FULL, _WEBP_SCALED, _WEBP_WITH_ALPHA = 16.5, 4.5, 10.5
# PNG with 16 bits and a transparent color (see png_transparency.py).
_LOW_BYTES_AND_ALPHA = 5
# Decoders of AVIF and HEIC hold the coded planes and the converted pixels, as does Pillow.
_PLANES = 1.2


def estimate(source: Source, name: str, target: TargetSize) -> int:
    """Return the bytes of memory that decoding takes for variants of the target size."""
    width, height = source.image.size
    per_pixel = _DECODERS.get(name, _in_full)(source, target) + _crop(source, target)
    return round(width * height * per_pixel)


def _in_full(source: Source, target: TargetSize) -> float:
    """Return the bytes per pixel of an image that is decoded at full size, as the other functions here do."""
    return _ROWS + _stored(source) + _plain_copy(source, target)


def _stored(source: Source) -> int:
    return _STORED.get(source.image.mode, _FOUR)


def _plain_copy(source: Source, target: TargetSize) -> float:
    """Return the bytes per pixel of a copy in a plain mode. Images are converted in strips if they shrink."""
    if pixel_modes.is_plain(source.image):
        return 0
    by = block_averaging.factor(source.image.size, target.size, best=target.best)
    return (_FOUR + _FOUR) / by**2


def _crop(source: Source, target: TargetSize) -> float:
    """Return the bytes per pixel of the image for a copy of the part that is cropped."""
    if target.crop is None:
        return 0
    image = source.image
    scale = 1
    if isinstance(image, JpegImageFile):
        scale = jpeg.scale_for(source.container.stream, image, target.size, best=target.best)
    return target.crop.share * _stored(source) / scale**2


def _png(source: Source, target: TargetSize) -> float:
    # The kernel needs ctypes, which cold starts do not load.
    from chalicelib.imaging.decoding import png_averaging  # noqa: PLC0415

    image = source.image
    assert isinstance(image, PngFile)  # noqa: S101  the reader for this format
    if (by := png_averaging.factor(image, target)) > 1:
        return _ROWS + png_averaging.memory(image, by) / (image.width * image.height)
    return _in_full(source, target) + (_LOW_BYTES_AND_ALPHA if image.keeps_low_bytes else 0)


def _jpeg(source: Source, target: TargetSize) -> float:
    image = source.image
    assert isinstance(image, JpegImageFile)  # noqa: S101  the reader for this format
    scale = jpeg.scale_for(source.container.stream, image, target.size, best=target.best)
    coefficients = _COEFFICIENT * _samples(image) if source.container.scans > 1 else 0
    compared = jpeg_end.comparison_scale(source.container.stream, image.size)
    pixels = max(_stored(source) / scale**2, _stored(source) / compared**2 if compared else 0)
    return _ROWS / scale + pixels + coefficients


def _samples(image: JpegImageFile) -> float:
    """Return the samples per pixel: 3 for full chroma, 1.5 for 4:2:0."""
    factors = [(across, down) for _, across, down, _ in image.layer]
    most = max(across for across, _ in factors) * max(down for _, down in factors)
    return sum(across * down for across, down in factors) / most


def _webp(source: Source, target: TargetSize) -> float:
    # Only WebP needs ctypes and libwebp's structures, so other cold starts do not load them.
    from chalicelib.imaging.decoding import webp  # noqa: PLC0415

    size = source.image.size
    decoded = webp.decoded_size(size, target.size)
    if is_animation(source.container.stream) or decoded == size:
        return _WEBP_IN_FULL + _plain_copy(source, target)
    # Without a crop, what is scaled from the pixels takes more than they do.
    pixels = _FOUR * decoded[0] * decoded[1] / (size[0] * size[1]) if target.crop else 0
    return pixels + (_WEBP_WITH_ALPHA if pixel_modes.has_alpha(source.image) else _WEBP_SCALED)


def _with_own_reader(source: Source, target: TargetSize) -> float:
    image = source.image
    assert isinstance(image, TiffFile | BmpFile)  # noqa: S101  the readers for these formats
    return _in_full(source, target) + image.decoding_bytes / (image.width * image.height)


def _heif(source: Source, target: TargetSize) -> float:
    coding = source.container.planes * source.container.coded
    pixels = len(source.image.getbands()) + _FOUR
    return _PLANES * (coding + pixels) + _plain_copy(source, target)


_DECODERS: Mapping[str, Callable[[Source, TargetSize], float]] = MappingProxyType(
    {"jpeg": _jpeg, "png": _png, "webp": _webp, "avif": _heif, "heic": _heif}
    | {"tiff": _with_own_reader, "bmp": _with_own_reader}
)
