"""Resample with Pillow, large images in two halves in parallel: Pillow uses only one core."""

from collections.abc import Callable
from functools import partial

from PIL import Image

from chalicelib.imaging import parallel

Box = tuple[float, float, float, float]

# Very large images are first reduced by averaging blocks, to this many times the wanted size.
REDUCING_GAP = 3.0
# Below this number of output pixels, a second thread costs more than it gains.
LARGE = 200_000


def resize(image: Image.Image, size: tuple[int, int], box: Box, resampling: Image.Resampling) -> Image.Image:
    """Resample `box` to `size`. RGBa becomes RGBA; Pillow premultiplies RGBA itself."""
    whole = partial(_resized, image, resampling)
    scaled = _in_bands(whole, size, box) if _uses_bands(size, box) else whole(box, size)
    return scaled.convert("RGBA") if scaled.mode == "RGBa" else scaled


def _uses_bands(size: tuple[int, int], box: Box) -> bool:
    """Return whether to resample in bands. This ignores the number of cores, so that bytes do not vary."""
    width, height = size
    # If blocks are averaged first, each band would start its own blocks, and the result would differ.
    averages = (box[2] - box[0]) >= 2 * REDUCING_GAP * width or (box[3] - box[1]) >= 2 * REDUCING_GAP * height
    return width * height >= LARGE and not averages


def _in_bands(
    resized: Callable[[Box, tuple[int, int]], Image.Image], size: tuple[int, int], box: Box
) -> Image.Image:
    """Resample the upper and the lower half in parallel. Both read across the border, so there is no seam."""
    left, top, right, bottom = box
    width, height = size
    rows = height // 2
    border = top + (bottom - top) * rows / height
    bands = [
        partial(resized, (left, top, right, border), (width, rows)),
        partial(resized, (left, border, right, bottom), (width, height - rows)),
    ]
    upper, lower = parallel.in_order(bands, count=len(bands), cores=parallel.available_cores())
    scaled = Image.new(upper.mode, size)
    scaled.paste(upper)
    scaled.paste(lower, (0, rows))
    return scaled


def _resized(
    image: Image.Image, resampling: Image.Resampling, box: Box, size: tuple[int, int]
) -> Image.Image:
    return image.resize(size, resampling, box=box, reducing_gap=REDUCING_GAP)
