"""Estimate what a still variant takes, from its plan alone.

Encoders were measured with noise, photos, drawings and flat images, each opaque, with alpha, and gray.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chalicelib.imaging.budget.cost import Cost
from chalicelib.models import Format, ImageInfo, VariantPlan

# Per pixel, with alpha. The time does not depend on the radius.
_NANOSECONDS_TO_BLUR, _NANOSECONDS_TO_SHARPEN, _NANOSECONDS_TO_GRAY = 130, 80, 10
# Copies with premultiplied alpha, of the passes of a blur, and with a border for sharpening.
_COPIES = 3


class _Encoder(NamedTuple):
    """Per pixel: bytes of memory while it runs, nanoseconds for all attempts, bytes of the file."""

    memory: float
    nanoseconds: float
    file: float


# PNG also tries palettes, and WebP compresses images with few colors without loss, too. The worst for GIF is
# noise of similar colors, where any of 256 can be the nearest: 1,620 ns, against 350 for noise of all colors.
_ENCODERS: Mapping[Format, _Encoder] = MappingProxyType(
    {
        "jpeg": _Encoder(8, 40, 1),
        "png": _Encoder(14, 400, 4.1),
        "webp": _Encoder(36, 400, 2.7),
        "avif": _Encoder(32, 600, 1.9),
        "gif": _Encoder(18, 1700, 1.4),
    }
)
# Scaling opaque photos leaves too many colors for WebP without loss, which takes most of the memory, as does
# alpha. Gray never has too many colors, and a blur can leave few.
_LOSSY_WEBP = 10
# Pillow's bytes per pixel in all modes of variants but gray.
_COLOR = 4
# Copies while a variant is scaled, turned upright and converted to sRGB.
_COPIES = 2
# Resampling starts at less than this many times the wanted size, and Pillow keeps as many rows. The kernel
# takes less: strips of images of more than 16 MB, and 2 to 10 of the nanoseconds.
_MOST_ROWS = 6
_NANOSECONDS_TO_DRAW = 80
# An overlay is scaled to at most the variant's size and composited onto a copy of the variant.
_OVERLAY_COPIES = 2
_NANOSECONDS_TO_COMPOSITE = 30


def of_levels(info: ImageInfo, plan: VariantPlan, *, is_color: bool) -> Cost:
    """Return the cost of a drawn variant, and of the scaled images, from which smaller ones are scaled."""
    width, height = _scaled_size(info, plan)
    canvas = plan.width * plan.height if (plan.width, plan.height) != (width, height) else 0
    pixel = _pixel(info, is_color=is_color)
    # Finding the focal point scales the image a second time.
    levels = pixel * (width * height * (2 if plan.focus is None else 1) + canvas)
    return Cost(levels + _COLOR * _OVERLAY_COPIES * _overlay_pixels(plan)) + of_result(plan, pixel)


def of_copy(info: ImageInfo, plan: VariantPlan, *, is_color: bool) -> Cost:
    """Return the cost of a copy of a drawn variant."""
    return Cost(_pixel(info, is_color=is_color) * plan.width * plan.height)


def of_scaling(info: ImageInfo, plan: VariantPlan, *, is_color: bool) -> Cost:
    """Return the cost of scaling an image for a variant, without the result."""
    width, height = _scaled_size(info, plan)
    rows, pixels = width * min(info.height, _MOST_ROWS * height), width * height
    nanoseconds = _NANOSECONDS_TO_DRAW * (rows + pixels * (2 if plan.focus is None else 1))
    seconds = 1e-9 * (nanoseconds + _NANOSECONDS_TO_COMPOSITE * _overlay_pixels(plan))
    pixel = _pixel(info, is_color=is_color)
    return Cost(pixel * (rows + _COPIES * pixels), seconds) + of_effects(plan, pixel)


def _pixel(info: ImageInfo, *, is_color: bool) -> int:
    return _COLOR if is_color or info.has_alpha else 1


def _overlay_pixels(plan: VariantPlan) -> int:
    return plan.width * plan.height if plan.spec.overlay else 0


def _scaled_size(info: ImageInfo, plan: VariantPlan) -> tuple[int, int]:
    """Return the size of the whole image before it is cropped. For cropping, it is not enlarged."""
    if plan.spec.fit != "cover":
        return plan.scaled_width, plan.scaled_height
    return min(plan.scaled_width, info.width), min(plan.scaled_height, info.height)


def of_encoding(info: ImageInfo, plan: VariantPlan, *, is_color: bool) -> Cost:
    """Return the cost of encoding a variant, without its file."""
    encoder, pixels = _ENCODERS[plan.format], plan.width * plan.height
    is_scaled = (plan.scaled_width, plan.scaled_height) != (info.width, info.height)
    has_colors = is_color and is_scaled and not plan.spec.blur and not plan.spec.grayscale
    is_lossy = plan.format == "webp" and has_colors and not info.has_alpha
    memory = _LOSSY_WEBP if is_lossy else encoder.memory
    return Cost(memory * pixels, seconds_to_encode(plan))


def seconds_to_encode(plan: VariantPlan) -> float:
    """Return the seconds for all attempts to encode a variant."""
    return 1e-9 * _ENCODERS[plan.format].nanoseconds * plan.width * plan.height


def of_file(plan: VariantPlan) -> Cost:
    """Return the cost of keeping a variant's file until all are rendered."""
    return Cost(_ENCODERS[plan.format].file * plan.width * plan.height)


def of_effects(plan: VariantPlan, pixel: int) -> Cost:
    """Return the cost of drawing the effects, without the result. `pixel` is Pillow's bytes per pixel."""
    return Cost(_COPIES * pixel * _pixels(plan), seconds_for_effects(plan))


def of_result(plan: VariantPlan, pixel: int) -> Cost:
    """Return the cost of keeping the image with the effects."""
    return Cost(pixel * _pixels(plan))


def seconds_for_effects(plan: VariantPlan) -> float:
    """Return the seconds that the effects take for one image."""
    spec = plan.spec
    per_pixel = (
        _NANOSECONDS_TO_BLUR * bool(spec.blur)
        + _NANOSECONDS_TO_SHARPEN * spec.sharpen
        + _NANOSECONDS_TO_GRAY * spec.grayscale
    )
    return 1e-9 * per_pixel * _pixels(plan)


def _pixels(plan: VariantPlan) -> int:
    """Return the pixels that effects are drawn on: those of the cropped image before it is padded."""
    spec = plan.spec
    if not (spec.blur or spec.sharpen or spec.grayscale):
        return 0
    return min(plan.width, plan.scaled_width) * min(plan.height, plan.scaled_height)
