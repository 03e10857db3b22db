"""Complete JPEGs whose end marker is missing, if nothing else is.

libjpeg does not tell whether pixels are missing: with an end marker, it fills them in, and without one, it
waits for more data. So this decodes the file twice, followed by different data each time. If no pixel depends
on that data, no pixel is missing.
"""

from isal import isal_zlib
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging.budget.time_budget import NO_TIME_LIMIT, TimeBudget
from chalicelib.imaging.containers.jpeg_segments import is_lossless

_END = b"\xff\xd9"
# What libjpeg would decode as pixels, if some were missing. After the end of an interval, it looks for one of
# the eight restart markers.
_NOISE = bytes.fromhex("5ac3961e782db4e10f69a55a3cd287f1")
_OTHER_END = _NOISE + b"".join(bytes((0xFF, 0xD0 + number)) + _NOISE for number in range(8)) + _END
# Larger images are compared at 1/2, 1/4 or 1/8 of their size per side, which saves memory.
_MAX_PIXELS = 25_000_000
_SMALLEST = 8
_ROWS = 64


def completed(content: bytes, time: TimeBudget = NO_TIME_LIMIT) -> bytes | None:
    """Return the file with an end marker if all its pixels are there, else None."""
    # The last byte can be the first one of the marker.
    whole = content.removesuffix(_END[:1])
    try:
        is_complete = _digest(whole + _END, time) == _digest(whole + _OTHER_END, time)
    except OSError:
        return None
    return whole + _END if is_complete else None


def comparison_scale(content: bytes, size: tuple[int, int]) -> int | None:
    """Return the scale (1, 2, 4 or 8) that a file is compared at, None if it has an end marker."""
    # Most files end with it, others with a preview after it: searching 2 MB from the start takes 2 ms.
    return None if content.rfind(_END) >= 0 else _scale(content, size)


def _scale(content: bytes, size: tuple[int, int]) -> int:
    scale = 1
    while scale < _SMALLEST and size[0] * size[1] > _MAX_PIXELS * scale**2:
        scale *= 2
    return 1 if is_lossless(content) else scale


def _digest(content: bytes, time: TimeBudget) -> int:
    """Return a checksum of the pixels. Raises OSError if the file is broken."""
    image = JpegImageFile(time.stream(content))
    scale = _scale(content, image.size)
    if scale > 1:
        image.draft(None, (image.width // scale, image.height // scale))
    checksum = 0
    for top in range(0, image.height, _ROWS):
        rows = image.crop((0, top, image.width, min(image.height, top + _ROWS)))
        checksum = isal_zlib.crc32(rows.tobytes(), checksum)
    return checksum
