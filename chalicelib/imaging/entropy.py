"""Finds the busy part of a picture, as libvips' smartcrop does: cut away the duller end, slice by slice."""

from PIL import Image

_SIDE = 128
_SLICES = 32


def focus(image: Image.Image, width: int, height: int) -> tuple[float, float]:
    """Return the centre (0..1, 0..1) of the window of `width` x `height` with the most information."""
    small = image.convert("L")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    across = _densest(small, width / image.width)
    turned = small.transpose(Image.Transpose.TRANSPOSE)
    down = _densest(turned, height / image.height)
    return across, down


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
