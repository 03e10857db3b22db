"""Lanczos without rounding between its passes, to judge the kernel."""

from PIL import Image


def lanczos(image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]) -> Image.Image:
    """Resample with Pillow's floating-point numbers, which are clipped and rounded only at the end."""
    bands = [
        band.convert("F").resize(size, Image.Resampling.LANCZOS, box).point(lambda value: value * 1 + 0.5)
        for band in image.split()
    ]
    return Image.merge(image.mode, [band.convert("L") for band in bands])
