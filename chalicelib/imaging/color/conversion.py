"""Conversions to sRGB, tried on all grays and on some colors so that sRGB itself is left alone."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, product

from PIL import Image, ImageChops
from PIL.ImageFilter import Color3DLUT

from chalicelib.imaging.color import icc

# Differences up to this are rounding errors.
_ROUNDING = 1
_GRAYS = Image.frombytes("L", (256, 1), bytes(range(256))).convert("RGB")
_COLORS = Image.frombytes("RGB", (216, 1), bytes(chain.from_iterable(product(range(0, 256, 51), repeat=3))))

Convert = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion to sRGB. Empty means that the pixels are in sRGB already.

    `grays` are the red, green and blue of the 256 grays, one after the other, or None if they do not change.
    `convert` takes RGB or RGBA. It is None for profiles of gray, and if no color changes.
    """

    grays: tuple[int, ...] | None = None
    convert: Convert | None = None


def of_profile(profile: bytes) -> Conversion | None:
    """Return the conversion of an ICC profile of gray or RGB, None for other and broken profiles."""
    from_gray = icc.transform(profile, "L", exact=True)
    if from_gray:
        return Conversion(_grays(from_gray.apply(_GRAYS.convert("L"))))
    from_rgb = icc.transform(profile, "RGB", exact=True)
    return _tried(from_rgb.apply, lambda image: _transformed(image, profile)) if from_rgb else None


def of_lut(lut: Color3DLUT) -> Conversion:
    """Return the conversion of a table for RGB."""

    def convert(image: Image.Image) -> Image.Image:
        return image.filter(lut)

    return _tried(convert, convert)


def _transformed(image: Image.Image, profile: bytes) -> Image.Image:
    found = icc.transform(profile, image.mode)
    return found.apply(image) if found else image


def _tried(small: Convert, convert: Convert) -> Conversion:
    """Return the conversion for images of all sizes, with what `small` makes of grays and colors."""
    grays = _grays(small(_GRAYS))
    unchanged = grays is None and _is_near(_COLORS, small(_COLORS))
    return Conversion() if unchanged else Conversion(grays, convert)


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
