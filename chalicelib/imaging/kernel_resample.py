"""Resample with Lanczos in the kernel, large images in two halves in parallel."""

import ctypes
from functools import partial

from PIL import Image

from chalicelib.imaging import parallel
from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel import reduce as kernel_reduce
from chalicelib.imaging.kernel import resample as kernel_images
from chalicelib.imaging.kernel.resample import Resampling
from chalicelib.imaging.pillow_resample import LARGE, REDUCING_GAP, Box


def supports(image: Image.Image) -> bool:
    """Return whether there is a kernel, and whether it resamples such images."""
    return library.loaded() is not None and kernel_images.supports(image)


def resize(image: Image.Image, size: tuple[int, int], box: Box, averaged: int) -> Image.Image:
    """Resample `box` of an image that the kernel supports to `size`. RGBa becomes RGBA.

    A pixel of the image is the average of `averaged` x `averaged` pixels of its source.
    """
    kernel = library.loaded()
    assert kernel is not None  # noqa: S101  `supports` says so
    if size == image.size and box == (0, 0, *size) and averaged == 1:
        return image.convert("RGBA") if image.mode == "RGBa" else image.copy()
    across, down = _block(size, box)
    if max(across, down) > 1:
        image = _averages(kernel, image, across, down)
        box = (box[0] / across, box[1] / down, box[2] / across, box[3] / down)
    resampling = Resampling.of(kernel, image, size, box, (averaged * across, averaged * down))
    _draw(resampling, *size)
    return resampling.target


def _block(size: tuple[int, int], box: Box) -> tuple[int, int]:
    """Return the columns and rows of the blocks to average first."""
    shrink = (box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1]
    return max(1, int(shrink[0] / REDUCING_GAP)), max(1, int(shrink[1] / REDUCING_GAP))


def _averages(kernel: ctypes.CDLL, image: Image.Image, across: int, down: int) -> Image.Image:
    """Return the averages of blocks of pixels, by the kernel if it can. RGBA becomes RGBa."""
    if across == down <= kernel_reduce.MAX_FACTOR:
        averages = kernel_reduce.reduce(kernel, image, across)
        if averages is not None:
            return averages
    # Pillow would convert the averages of RGBA back.
    return (image.convert("RGBa") if image.mode == "RGBA" else image).reduce((across, down))


def _draw(resampling: Resampling, width: int, height: int) -> None:
    """Draw all rows, those of large images in two threads."""
    if width * height < LARGE or height == 1:
        resampling.draw(0, height)
        return
    halves = [partial(resampling.draw, 0, height // 2), partial(resampling.draw, height // 2, height)]
    parallel.in_order(halves, count=len(halves), cores=parallel.available_cores())
