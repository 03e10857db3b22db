"""Resample, with Lanczos by default: in the kernel, or without one with Pillow."""

from PIL import Image

from chalicelib.imaging import pillow_resample
from chalicelib.imaging.pillow_resample import Box


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
    # Only images that are drawn need ctypes, so cold starts do not load it.
    from chalicelib.imaging import kernel_resample  # noqa: PLC0415

    if resampling == Image.Resampling.LANCZOS and kernel_resample.supports(image):
        return kernel_resample.resize(image, size, box, averaged)
    return pillow_resample.resize(image, size, box, resampling)
