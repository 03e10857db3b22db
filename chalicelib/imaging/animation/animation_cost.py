"""Estimate what animated variants take, before anything is decoded."""

from collections.abc import Sequence

from chalicelib.imaging.budget.cost import Cost
from chalicelib.imaging.source import Source
from chalicelib.models import ImageInfo, VariantPlan

# Bytes per pixel: a frame, which is kept until all variants are encoded, and what encoders copy.
_FRAME, _COPIES = 4, 4
# Canvases of the source: the frame, the one before it, and a copy to draw on.
_CANVASES = 3 * 4
_NANOSECONDS_TO_DECODE, _NANOSECONDS_TO_ENCODE = 60, 150


def estimate(source: Source, info: ImageInfo, plans: Sequence[VariantPlan]) -> Cost:
    """Return the cost of rendering these animated variants."""
    width, height = source.image.size
    variants = sum(plan.width * plan.height for plan in plans)
    return Cost(
        width * height * _CANVASES + info.frames * variants * (_FRAME + _COPIES),
        1e-9 * info.frames * (width * height * _NANOSECONDS_TO_DECODE + variants * _NANOSECONDS_TO_ENCODE),
    )
