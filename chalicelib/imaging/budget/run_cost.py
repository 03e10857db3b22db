"""Estimate what a whole run takes, before anything is decoded.

The numbers come from the header and from the walk over the container. They are slightly more than the most
that was measured; `python -m tests.budget FOLDER` and test_run_cost.py measure again.
"""

from collections.abc import Sequence

from chalicelib.domain.animation import is_animated
from chalicelib.domain.geometry import to_draw
from chalicelib.imaging import parallel
from chalicelib.imaging.animation import animation_cost
from chalicelib.imaging.budget import variant_cost
from chalicelib.imaging.budget.cost import Cost, total
from chalicelib.imaging.decoding import decode_cost, decode_time
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.source import Source
from chalicelib.models import ImageInfo, VariantPlan

# Memory of libraries that are loaded, or initialize themselves, on first use.
_LIBRARIES = 24_000_000
# The file, the stream without metadata, and copies of the metadata.
_COPIES_OF_FILE = 3
# Little CMS computes a table from the profile. One of 1 MB with 14,000 steps (tag D2B0) takes 16 s.
_SECONDS_PER_BYTE_OF_PROFILE = 2e-5
# Reading the container: for the most segments, chunks and blocks that are allowed, and for each byte of the
# file. The worst are the sub-blocks of GIF, with 20 ns for each byte, twice.
_SECONDS, _SECONDS_PER_BYTE = 0.5, 4e-8
_GRAY = ("1", "L", "LA", "La", "I", "I;16", "I;16B", "F")
# The decoded overlays that the engine keeps, and one that is being decoded and scaled: see overlay_images.py.
_OVERLAYS, _SECONDS_OF_OVERLAYS = 80_000_000, 0.3
_ANY_SIZE = TargetSize((1, 1), best=False)


def of_decoding(source: Source, info: ImageInfo) -> Cost:
    """Return the cost of an image without any variant, which is the least that any run takes."""
    return _decoding(source, info, _ANY_SIZE)


def of_run(
    source: Source, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None, *, max_memory: int
) -> Cost:
    """Return the cost of rendering these variants, or `only` those of the preset with this name.

    `max_memory` is the budget in bytes, which decides how many frames of animated variants are held.
    """
    wanted = [plan for plan in plans if only in (None, plan.spec.name)]
    still = [plan for plan in plans if not is_animated(info, plan)]
    animated = [plan for plan in plans if is_animated(info, plan)]
    costs = [
        _decoding(source, info, TargetSize.of(plans, info)),
        _drawing(source, info, still),
        _encoding(source, info, [plan for plan in wanted if plan in still]),
    ]
    if any(plan in animated for plan in wanted):
        numbers = [at for at, plan in enumerate(animated) if plan in wanted]
        costs.append(animation_cost.estimate(source, info, animated, numbers, max_memory))
    if any(plan.spec.overlay for plan in plans):
        costs.append(Cost(_OVERLAYS, _SECONDS_OF_OVERLAYS))
    return total(costs)


def _decoding(source: Source, info: ImageInfo, target: TargetSize) -> Cost:
    profile = Cost(seconds=_SECONDS_PER_BYTE_OF_PROFILE * len(source.container.color.icc or b""))
    return profile + Cost(
        _LIBRARIES + _COPIES_OF_FILE * source.file_size + decode_cost.estimate(source, info.format, target),
        _SECONDS + _SECONDS_PER_BYTE * source.file_size + decode_time.estimate(source, info.format),
    )


def _drawing(source: Source, info: ImageInfo, plans: Sequence[VariantPlan]) -> Cost:
    """Return the cost of drawing. Variants are scaled one after the other, and all scaled images are kept.

    Those of one preset are scaled once. Each has a copy of the image to encode.
    """
    is_color = source.image.mode not in _GRAY
    drawn = to_draw(plans)
    scaling = [variant_cost.of_scaling(info, plan, is_color=is_color) for plan in drawn]
    kept = total(variant_cost.of_levels(info, plan, is_color=is_color) for plan in drawn)
    kept += total(variant_cost.of_copy(info, plan, is_color=is_color) for plan in plans if plan not in drawn)
    at_once = max((cost.memory for cost in scaling), default=0)
    return kept + Cost(at_once, sum(cost.seconds for cost in scaling))


def _encoding(source: Source, info: ImageInfo, plans: Sequence[VariantPlan]) -> Cost:
    """Return the cost of encoding. As many variants are encoded at once as there are cores."""
    is_color = source.image.mode not in _GRAY
    costs = [variant_cost.of_encoding(info, plan, is_color=is_color) for plan in plans]
    at_once = sorted((cost.memory for cost in costs), reverse=True)[: parallel.available_cores()]
    return Cost(sum(at_once), sum(cost.seconds for cost in costs)) + total(map(variant_cost.of_file, plans))
