"""Find the busiest part of an image, like libvips' smartcrop: remove the end with less entropy, in slices."""

from PIL import Image

_SIDE = 128
_SLICES = 32


def busiest_point(image: Image.Image, across: float, down: float) -> tuple[float, float]:
    """Return the center (0..1, 0..1) of the window with the highest entropy.

    `across` and `down` are the window's width and height as fractions (0..1) of the image's.
    """
    small = image.convert("L")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    return _densest(small, across), _densest(small.transpose(Image.Transpose.TRANSPOSE), down)


def _densest(image: Image.Image, share: float) -> float:
    """Return the center (0..1) of the columns that remain after trimming to `share` of the width."""
    start, stop = 0, image.width
    keep = max(1, round(image.width * share))
    while stop - start > keep:
        step = min(max(1, image.width // _SLICES), stop - start - keep)
        if _entropy(image, start, start + step) < _entropy(image, stop - step, stop):
            start += step
        else:
            stop -= step
    return (start + stop) / 2 / image.width


def _entropy(image: Image.Image, start: int, stop: int) -> float:
    return image.crop((start, 0, stop, image.height)).entropy()
