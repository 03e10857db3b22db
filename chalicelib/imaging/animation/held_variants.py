"""Which animated variants keep their frames in memory between two passes of an encoder."""

from collections.abc import Sequence

from chalicelib.models import ImageInfo, VariantPlan

# Pillow's bytes per pixel for RGB and RGBA.
PIXEL_BYTES = 4


def held_variants(info: ImageInfo, plans: Sequence[VariantPlan], max_bytes: int) -> set[int]:
    """Return the numbers of the smallest variants whose frames fit into `max_bytes` of memory together."""
    held = set()
    left = max_bytes
    for number in sorted(range(len(plans)), key=lambda number: frame_bytes(plans[number])):
        left -= info.frames * frame_bytes(plans[number])
        if left < 0:
            break
        held.add(number)
    return held


def frame_bytes(plan: VariantPlan) -> int:
    """Return the bytes that one frame of a variant takes in memory."""
    return PIXEL_BYTES * plan.width * plan.height
