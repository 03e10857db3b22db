"""Which animated variants keep their frames in memory between two passes of an encoder."""

from collections.abc import Collection, Sequence

from chalicelib.models import ImageInfo, VariantPlan

# Pillow's bytes per pixel for RGB and RGBA.
PIXEL_BYTES = 4
# The part of the memory for the whole run that may hold frames.
_PART = 1 / 8


def held_variants(
    info: ImageInfo, plans: Sequence[VariantPlan], wanted: Collection[int], max_memory: int
) -> set[int]:
    """Return the numbers of the smallest wanted variants whose frames fit into a part of the memory."""
    held = set()
    left = _PART * max_memory
    for number in sorted(wanted, key=lambda number: all_pixels(info, plans[number])):
        left -= PIXEL_BYTES * all_pixels(info, plans[number])
        if left < 0:
            break
        held.add(number)
    return held


def all_pixels(info: ImageInfo, plan: VariantPlan) -> int:
    """Return the number of pixels of all frames of a variant."""
    return info.frames * plan.width * plan.height
