"""Finds the busy part of an image, as libvips' smartcrop does: cut away the duller end, slice by slice."""

from PIL import Image

_SIDE = 128
_SLICES = 32


def busiest_point(image: Image.Image, across: float, down: float) -> tuple[float, float]:
    """Return the middle (0..1, 0..1) of the window with the most information.

    `across` and `down` are the window's shares (0..1) of the image's width and height.
    """
    small = image.convert("L")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    return _densest(small, across), _densest(small.transpose(Image.Transpose.TRANSPOSE), down)


def _densest(image: Image.Image, share: float) -> float:
    """Return the middle (0..1) of the columns that stay when flatter edges are cut until `share` is left."""
    start, stop = 0, image.width
    keep = max(1, round(image.width * share))
    while stop - start > keep:
        step = min(max(1, image.width // _SLICES), stop - start - keep)
        if _information(image, start, start + step) < _information(image, stop - step, stop):
            start += step
        else:
            stop -= step
    return (start + stop) / 2 / image.width


def _information(image: Image.Image, start: int, stop: int) -> float:
    return image.crop((start, 0, stop, image.height)).entropy()
