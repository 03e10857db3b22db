"""Resample with Lanczos in the kernel, large images in two halves in parallel."""

from functools import partial

from PIL import Image

from chalicelib.imaging import parallel
from chalicelib.imaging.kernel import library
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
    return max(1, int(shrink[0] / REDUCING_GAP)), max(1, int(shrink[1] / REDUCING_GAP))


def _draw(resampling: Resampling, width: int, height: int) -> None:
    """Draw all rows, those of large images in two threads."""
    if width * height < LARGE or height == 1:
        resampling.draw(0, height)
        return
    halves = [partial(resampling.draw, 0, height // 2), partial(resampling.draw, height // 2, height)]
    parallel.in_order(halves, count=len(halves), cores=parallel.available_cores())
