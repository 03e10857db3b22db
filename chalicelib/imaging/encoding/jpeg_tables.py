"""Compare JPEG's quantization tables with the encoder's quality setting."""

from PIL.JpegImagePlugin import JpegImageFile

Tables = tuple[tuple[int, ...], ...]

# The sum of the example table for brightness in ITU-T T.81, table K.1, which libjpeg scales by the quality.
_STANDARD = 3688
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


def are_coarser(tables: Tables, quality: int) -> bool:
    """Return whether the table for brightness is coarser than that of this quality (1..100)."""
    percent = 5000 / quality if quality < _HALF else 200 - 2 * quality
    return sum(tables[0]) * 100 > _STANDARD * percent
