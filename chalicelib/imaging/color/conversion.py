"""Conversions to sRGB, tried on all grays and on some colors so that sRGB itself is left alone."""

from collections.abc import Callable
from functools import partial
from itertools import chain, product

from msgspec import Struct
from PIL import Image, ImageChops

from chalicelib.imaging.color import icc

# Differences up to this are rounding errors.
_ROUNDING = 1
_GRAYS = Image.frombytes("L", (256, 1), bytes(range(256))).convert("RGB")
_COLORS = Image.frombytes("RGB", (216, 1), bytes(chain.from_iterable(product(range(0, 256, 51), repeat=3))))


class Conversion(Struct, frozen=True):
    """A conversion to sRGB. Empty means that the pixels are in sRGB already.

    `grays` are the red, green and blue of the 256 grays, one after the other, or None if they do not change.
    `convert` takes RGB or RGBA. It is None for profiles of gray, and if no color changes.
    """

    grays: tuple[int, ...] | None = None
    convert: Callable[[Image.Image], Image.Image] | None = None


def of_profile(profile: bytes) -> Conversion | None:
    """Return the conversion of an ICC profile of gray or RGB, None for other and broken profiles."""
    from_gray = icc.transform(profile, "L", exact=True)
    if from_gray:
        return Conversion(_grays(from_gray.apply(_GRAYS.convert("L"))))
    from_rgb = icc.transform(profile, "RGB", exact=True)
    if from_rgb is None:
        return None
    grays = _grays(from_rgb.apply(_GRAYS))
    unchanged = grays is None and _is_near(_COLORS, from_rgb.apply(_COLORS))
    return Conversion() if unchanged else Conversion(grays, partial(_converted, profile=profile))


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    transform = icc.transform(profile, image.mode)
    return transform.apply(image) if transform else image


def _grays(converted: Image.Image) -> tuple[int, ...] | None:
    """Return the tables of the converted grays, three equal ones if they are still gray."""
    if _is_near(_GRAYS, converted):
        return None
    green = converted.getchannel("G")
    neutral = Image.merge("RGB", (green, green, green))
    bands = (neutral if _is_near(neutral, converted) else converted).split()
    return tuple(chain.from_iterable(band.tobytes() for band in bands))


def _is_near(image: Image.Image, converted: Image.Image) -> bool:
    return max(ImageChops.difference(image, converted).tobytes()) <= _ROUNDING
