"""Resample, with Lanczos by default: in the kernel, or without one with Pillow."""

import ctypes
from functools import partial

from PIL import Image

from chalicelib.imaging import parallel, pillow_resample
from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel.resample import Resampling, supports

Box = tuple[float, float, float, float]

# Very large images are first reduced by averaging blocks, to this many times the wanted size.
_REDUCING_GAP = 3.0
# Below this number of output pixels, a second thread costs more than it gains.
_LARGE = 200_000


def resize(
    image: Image.Image,
    size: tuple[int, int],
    box: Box,
    resampling: Image.Resampling = Image.Resampling.LANCZOS,
    averaged: int = 1,
) -> Image.Image:
    """Resample `box` to `size`. RGBa becomes RGBA, and RGBA is premultiplied for it.

    A pixel of the image is the average of `averaged` x `averaged` pixels of its source. The kernel makes up
    for what that blurs. Other filters than Lanczos, and modes that it does not know, are left to Pillow.
    """
    kernel = library.loaded()
    if kernel and resampling == Image.Resampling.LANCZOS and supports(image):
        return _by_kernel(kernel, image, size, box, averaged)
    return pillow_resample.resize(image, size, box, resampling)


def _by_kernel(
    kernel: ctypes.CDLL, image: Image.Image, size: tuple[int, int], box: Box, averaged: int
) -> Image.Image:
    across, down = _block(size, box)
    if max(across, down) > 1:
        # Pillow would convert the averages of RGBA back.
        image = (image.convert("RGBa") if image.mode == "RGBA" else image).reduce((across, down))
        box = (box[0] / across, box[1] / down, box[2] / across, box[3] / down)
    resampling = Resampling.of(kernel, image, size, box, (averaged * across, averaged * down))
    _draw(resampling, *size)
    return resampling.target


def _block(size: tuple[int, int], box: Box) -> tuple[int, int]:
    """Return the columns and rows of the blocks to average first."""
    shrink = (box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1]
    return max(1, int(shrink[0] / _REDUCING_GAP)), max(1, int(shrink[1] / _REDUCING_GAP))


def _draw(resampling: Resampling, width: int, height: int) -> None:
    """Draw all rows, those of large images in two threads."""
    if width * height < _LARGE or height == 1:
        resampling.draw(0, height)
        return
    halves = [partial(resampling.draw, 0, height // 2), partial(resampling.draw, height // 2, height)]
    parallel.in_order(halves, count=len(halves), cores=parallel.available_cores())
