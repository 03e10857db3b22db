"""Estimate what a still variant takes, from its plan alone.

Encoders were measured with noise, photos, drawings and flat images, each opaque, with alpha, and gray.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.imaging.budget.cost import Cost
from chalicelib.models import Format, ImageInfo, VariantPlan


class _Encoder(NamedTuple):
    """Per pixel: bytes of memory while it runs, nanoseconds for all attempts, bytes of the file."""

    memory: float
    nanoseconds: float
    file: float


# PNG also tries palettes, and WebP compresses images with few colors without loss, too.
_ENCODERS: Mapping[Format, _Encoder] = MappingProxyType(
    {
        "jpeg": _Encoder(8, 40, 1),
        "png": _Encoder(14, 400, 4.1),
        "webp": _Encoder(36, 400, 2.7),
        "avif": _Encoder(32, 600, 1.9),
        "gif": _Encoder(18, 400, 1.4),
    }
)
# Pillow's bytes per pixel in all modes of variants but gray.
_PIXEL = 4
# Copies while a variant is scaled, turned upright and converted to sRGB.
_COPIES = 3
# Resampling starts at less than this many times the wanted size (see `resample`), and keeps as many rows.
_MOST_ROWS = 6
_NANOSECONDS_TO_DRAW = 80


def of_drawing(info: ImageInfo, plan: VariantPlan) -> Cost:
    """Return the cost of drawing a variant. The scaled image is kept to scale smaller ones from it."""
    width, height = plan.scaled_width, plan.scaled_height
    if plan.spec.fit == "cover":
        width, height = min(width, info.width), min(height, info.height)
    scaled, canvas = width * height, plan.width * plan.height
    # Finding the focal point scales the image a second time.
    levels = scaled * (2 if plan.focus is None else 1)
    rows = width * min(info.height, _MOST_ROWS * height)
    held = levels + canvas + _COPIES * scaled + rows
    return Cost(_PIXEL * held, 1e-9 * _NANOSECONDS_TO_DRAW * (levels + canvas + rows))


def of_encoding(plan: VariantPlan) -> Cost:
    """Return the cost of encoding a variant, without its file."""
    encoder, pixels = _ENCODERS[plan.format], plan.width * plan.height
    return Cost(encoder.memory * pixels, 1e-9 * encoder.nanoseconds * pixels)


def of_file(plan: VariantPlan) -> Cost:
    """Return the cost of keeping a variant's file until all are rendered."""
    return Cost(_ENCODERS[plan.format].file * plan.width * plan.height)
