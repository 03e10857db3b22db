"""JPEG's quantization tables: those of variants, and how those of a source compare with a quality."""

from PIL.JpegImagePlugin import JpegImageFile

Tables = tuple[tuple[int, ...], ...]

# The table by N. Robidoux that mozjpeg uses by default (jcparam.c, table 3), for brightness and color. It
# takes fewer bytes than libjpeg's for about the same SSIMULACRA2, because it keeps less of the finest detail.
# Camera photos at the same quality, with the mean difference of the score:
#             300 pixels            800 pixels
# quality 60  9% fewer bytes, +0.2  13%, -1.4
# quality 80  5%, +1.7              9%, -0.5
# quality 90  5%, +0.9              7%, -0.3
_TABLE = (
    *(16, 16, 16, 18, 25, 37, 56, 85),
    *(16, 17, 20, 27, 34, 40, 53, 75),
    *(16, 20, 24, 31, 43, 62, 91, 135),
    *(18, 27, 31, 40, 53, 74, 106, 156),
    *(25, 34, 43, 53, 69, 94, 131, 189),
    *(37, 40, 62, 74, 94, 124, 169, 238),
    *(56, 53, 91, 106, 131, 169, 226, 311),
    *(85, 75, 135, 156, 189, 238, 311, 418),
)
# The sum of the example table for brightness in ITU-T T.81, table K.1, which libjpeg scales by the quality.
_STANDARD = 3688
# Rounding makes a scaled table at most this much finer.
_ROUNDED = 0.99
_HALF = 50
# The largest level in a baseline JPEG, which every decoder can read.
_BASELINE = 255


def read(image: JpegImageFile) -> Tables | None:
    """Return the tables for brightness and, if there is one, for color. None if they are of another kind."""
    if image.mode not in ("L", "RGB"):
        return None
    numbers = list(dict.fromkeys(layer[3] for layer in image.layer))
    if any(number not in image.quantization for number in numbers):
        return None
    return tuple(tuple(min(level, _BASELINE) for level in image.quantization[each]) for each in numbers[:2])


def of_quality(quality: int) -> Tables:
    """Return the only table at this quality (1..100), scaled as libjpeg scales its own."""
    percent = _percent(quality)
    return (tuple(min(max((level * percent + 50) // 100, 1), _BASELINE) for level in _TABLE),)


def are_as_coarse(tables: Tables, quality: int) -> bool:
    """Return whether the table for brightness is at least as coarse as libjpeg's of this quality (1..100)."""
    return sum(tables[0]) * 100 >= _STANDARD * _percent(quality) * _ROUNDED


def _percent(quality: int) -> int:
    """Return the scale of the tables, which is that of libjpeg (jpeg_quality_scaling)."""
    return 5000 // quality if quality < _HALF else 200 - 2 * quality
