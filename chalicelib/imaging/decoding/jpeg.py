"""Shrink-on-load for JPEG: libjpeg decodes at 1/2, 1/4 or 1/8 of the size, which skips most of the work."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging.budget.time_budget import NO_TIME_LIMIT, TimeBudget
from chalicelib.imaging.containers.jpeg_segments import has_several_scans, header_segments, is_lossless
from chalicelib.imaging.decoding import jpeg_end, progressive_jpeg

Extent = tuple[float, float]

_EIGHTH = 8
# The minimum ratio of decoded to wanted pixels per side, for decodes at 1/8, 1/4 and 1/2, which sharp's are
# about as large as. SSIMULACRA2 of 22 camera photos, compared with Lanczos of all pixels, by ratio: at 1/8 85
# to 93 (1.25 to 1.28), 91 to 96 (1.4 to 1.7); at 1/4 89 to 95 (1.7 to 1.9), 92 to 97 (2.1 to 3); at 1/2 89
# to 95 (1.02 to 1.14), 91 to 96 (1.3 to 1.7). The next larger scale scores 2 to 9 more. From 1/8 to 1/4 it
# takes 10 to 25 % longer to decode, from 1/4 to 1/2 5 to 35 %, and from 1/2 to full size twice as long. 3/8
# takes as long as 1/2.
_GAPS: Mapping[int, float] = MappingProxyType({_EIGHTH: 1.15, 4: 1.25, 2: 1.5})
_BEST_GAP = 2.0
# libjpeg repeats subsampled chroma (Pillow's name is draft). Interpolated chroma would be blurred twice, as
# resampling interpolates as well: 0.2 to 0.4 points of SSIMULACRA2 for photos with 4:2:2 at 1/4.
_WITHOUT_INTERPOLATION = 1
# Arguments of Pillow's decoder. Pillow pads RGB to four bytes. libjpeg can do that while it converts colors,
# which takes 2 to 4 % less time than another pass over all pixels.
_RGB, _PADDED_RGB = ("RGB", ""), ("RGBX", "")
# At the end of what it was given, libjpeg decodes each bit with care, and what it has not finished again. All
# at once takes 3 to 7 % less than Pillow's 64 KB. Larger files, and those with several scans, whose time does
# not depend on their bytes, are read in parts, and the time is checked in between.
_AT_ONCE = 16_000_000


class Shrunken(NamedTuple):
    """A decoded image, of which each pixel is the average of `scale` x `scale` pixels.

    `extent` (width, height) is the size of the image in pixels of the shrunken one. libjpeg rounds the size
    up, so the last column or row can contain part of the image and part padding.
    """

    image: Image.Image
    extent: Extent
    scale: int


def shrink_on_load(
    content: bytes,
    image: JpegImageFile,
    wanted: tuple[int, int],
    *,
    best: bool,
    time: TimeBudget = NO_TIME_LIMIT,
) -> Shrunken:
    """Decode at the smallest scale that is sufficient for a good, or the best, image of the wanted size.

    Raises OSError if pixels are missing. A file without an end marker is decoded if it has all pixels.
    """
    try:
        return _shrunken(content, image, wanted, best=best, time=time)
    except OSError:
        # Free the pixels that were decoded before the error.
        image.close()
        whole = jpeg_end.completed(content, time)
        if whole is None:
            raise
    return _shrunken(whole, JpegImageFile(time.stream(whole)), wanted, best=best, time=time)


def _shrunken(
    content: bytes, image: JpegImageFile, wanted: tuple[int, int], *, best: bool, time: TimeBudget
) -> Shrunken:
    scale = scale_for(content, image, wanted, best=best)
    if scale == 1:
        _load(content, image)
        return Shrunken(image, image.size, scale)
    extent = image.width / scale, image.height / scale
    if scale == _EIGHTH and image.info.get("progressive"):
        image = JpegImageFile(time.stream(progressive_jpeg.drop_luma_detail(content)))
    image.draft(None, (image.width // scale, image.height // scale))
    image.decoderconfig = scale, _WITHOUT_INTERPOLATION
    _load(content, image)
    _overwrite_padding(image, extent)
    return Shrunken(image, extent, scale)


def _load(content: bytes, image: JpegImageFile) -> None:
    if not has_several_scans(header_segments(content)):
        image.decodermaxblock = _AT_ONCE
    (tile,) = image.tile
    if tile.args == _RGB:
        image.tile = [tile._replace(args=_PADDED_RGB)]
    image.load()


def scale_for(content: bytes, image: JpegImageFile, wanted: tuple[int, int], *, best: bool) -> int:
    """Return the scale (8, 4, 2 or 1 for full size) that an image is decoded at."""
    shrink = min(own / side for own, side in zip(image.size, wanted, strict=True))
    fitting = (scale for scale, gap in _GAPS.items() if shrink >= scale * (_BEST_GAP if best else gap))
    scale = next((scale for scale in fitting if min(image.size) >= scale), 1)
    return scale if scale == 1 or not is_lossless(content) else 1


def _overwrite_padding(image: Image.Image, extent: Extent) -> None:
    """Replace a partial last column or row with its neighbor.

    It is an average of the image and the padding that the camera added to the last blocks, and resizing
    would spread it into the image: SSIMULACRA2 of 20 to 57 instead of 95 for photos of 4128 x 2322.
    """
    columns, rows = int(extent[0]), int(extent[1])
    if rows < image.height:
        image.paste(image.crop((0, rows - 1, image.width, rows)), (0, rows))
    if columns < image.width:
        image.paste(image.crop((columns - 1, 0, columns, image.height)), (columns, 0))
