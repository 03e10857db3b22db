"""Estimate what the effects of a preset take, from its plan alone. Measured with noise and photos."""

from chalicelib.imaging.budget.cost import Cost
from chalicelib.models import VariantPlan

# Per pixel, with alpha. The time does not depend on the radius.
_NANOSECONDS_TO_BLUR, _NANOSECONDS_TO_SHARPEN, _NANOSECONDS_TO_GRAY = 130, 80, 10
# Copies with premultiplied alpha, of the passes of a blur, and with a border for sharpening.
_COPIES = 3


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
