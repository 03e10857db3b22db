"""Estimate what animated variants take, before anything is decoded, and which keep their frames in memory.

The memory is at least what was measured for any content. The worst is noise, of which an encoder holds the
most bytes until it has written the file. The time is that of content which is simple to encode: complex
content takes up to ten times as long, and is stopped between two frames when the time is over.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from PIL import ImageColor

from chalicelib.domain.geometry import drawn_as, to_draw
from chalicelib.imaging import parallel
from chalicelib.imaging.budget import variant_cost
from chalicelib.imaging.budget.cost import Cost
from chalicelib.imaging.budget.variant_cost import seconds_for_effects
from chalicelib.imaging.encoding.encode import quality
from chalicelib.imaging.source import Source
from chalicelib.models import Format, ImageInfo, VariantPlan

# Pillow's bytes per pixel for RGB and RGBA.
PIXEL_BYTES = 4
# The part of the memory for the whole run that may hold frames.
_PART_FOR_FRAMES = 1 / 8


class _Encoder(NamedTuple):
    """What an encoder of animations takes.

    `frame` is its memory in bytes per pixel of one frame. A file has up to `file` bytes per pixel of all
    frames with a quality of 80 or less, up to `best` with 100, and up to `alpha` more with transparency.
    There are up to `copies` of it while it is written. `simple` and `complex` are nanoseconds per pixel.
    """

    frame: float
    file: float
    best: float
    alpha: float
    copies: float
    simple: float
    complex: float


_ENCODERS: Mapping[Format, _Encoder] = MappingProxyType(
    {
        "gif": _Encoder(frame=100, file=1.4, best=1.4, alpha=0, copies=2, simple=40, complex=1300),
        "webp": _Encoder(frame=60, file=1.2, best=2.7, alpha=2.9, copies=3, simple=40, complex=700),
        "png": _Encoder(frame=30, file=3.1, best=3.1, alpha=1, copies=1.3, simple=40, complex=300),
        "avif": _Encoder(frame=100, file=0.8, best=1.7, alpha=1.5, copies=3, simple=60, complex=1800),
    }
)
_RGB = 3
_BEST_QUALITY, _USUAL_QUALITY = 100, 80
# Bytes per pixel of the source's canvas for each decoder: the frame, the one before it, and their copies.
_CANVASES = 48
# Decoders of WebP and AVIF copy the file, and GIF and APNG the part of one frame.
_COPIES_OF_FILE = 2
_NANOSECONDS_TO_DECODE = 20
# The part of the memory for the whole run that encoders may use at the same time.
_PART_FOR_ENCODERS = 1 / 2


def estimate(
    source: Source, info: ImageInfo, plans: Sequence[VariantPlan], wanted: Sequence[int], max_memory: int
) -> Cost:
    """Return the cost of rendering animated variants, of which those with numbers in `wanted` are encoded."""
    drawn, numbers = to_draw(plans), drawn_as(plans)
    held = held_variants(info, drawn, {numbers[each] for each in wanted}, max_memory)
    encoded = [plans[number] for number in wanted]
    redrawn = [plans[each] for each in wanted if numbers[each] not in held]
    encoders = concurrent_encoders(info, encoded, max_memory)
    # Each encoder that goes through frames decodes and draws them itself.
    memory = (
        encoders * (_decoding(source) + _drawing(info, drawn))
        + sum(PIXEL_BYTES * all_pixels(info, drawn[number]) for number in held)
        + sum(_file(info, plan) for plan in encoded)
        + sum(_largest(info, encoded, encoders))
    )
    nanoseconds = info.frames * _canvas(source) * _NANOSECONDS_TO_DECODE * (1 + len(redrawn)) + sum(
        _ENCODERS[plan.format].simple * all_pixels(info, plan) for plan in encoded
    )
    # Held frames are drawn once, others for each encoder.
    effects = sum(map(seconds_for_effects, [*(drawn[number] for number in held), *redrawn]))
    return Cost(memory, 1e-9 * nanoseconds + info.frames * effects)


def concurrent_encoders(info: ImageInfo, plans: Sequence[VariantPlan], max_memory: int) -> int:
    """Return how many variants are encoded at the same time: one per core, if the memory suffices."""
    cores = parallel.available_cores()
    fitting = (
        count
        for count in range(cores, 1, -1)
        if sum(_largest(info, plans, count)) <= _PART_FOR_ENCODERS * max_memory
    )
    return next(fitting, 1)


def seconds_per_frame(plan: VariantPlan) -> float:
    """Return the seconds that drawing and encoding one frame takes at most."""
    encoding = 1e-9 * _ENCODERS[plan.format].complex * plan.width * plan.height
    return encoding + seconds_for_effects(plan)


def _canvas(source: Source) -> int:
    return source.image.width * source.image.height


def _decoding(source: Source) -> float:
    """Return the memory of one decoder. Those of AV1 hold the hidden frames of a sample."""
    hidden = source.container.planes * (source.container.coded - 1)
    return _canvas(source) * (_CANVASES + hidden) + _COPIES_OF_FILE * source.file_size


def _drawing(info: ImageInfo, plans: Sequence[VariantPlan]) -> float:
    """Return the memory to draw one frame for all plans."""
    levels = sum(variant_cost.of_levels(info, plan, is_color=True).memory for plan in plans)
    return levels + max(variant_cost.of_scaling(info, plan, is_color=True).memory for plan in plans)


def _largest(info: ImageInfo, plans: Sequence[VariantPlan], count: int) -> list[float]:
    """Return the memory of the encoders that need the most, besides the finished files."""
    return sorted((_encoding(info, plan) for plan in plans), reverse=True)[:count]


def _encoding(info: ImageInfo, plan: VariantPlan) -> float:
    encoder = _ENCODERS[plan.format]
    return encoder.frame * plan.width * plan.height + encoder.copies * _file(info, plan)


def _file(info: ImageInfo, plan: VariantPlan) -> float:
    """Return the bytes of the largest file: one with noise."""
    encoder = _ENCODERS[plan.format]
    above = max(0, quality(plan.spec) - _USUAL_QUALITY) / (_BEST_QUALITY - _USUAL_QUALITY)
    per_pixel = encoder.file + above * (encoder.best - encoder.file)
    return all_pixels(info, plan) * (per_pixel + (encoder.alpha if _has_alpha(info, plan) else 0))


def _has_alpha(info: ImageInfo, plan: VariantPlan) -> bool:
    """Return whether the variant can have transparent pixels, its own or those of the padding."""
    return info.has_alpha or (
        plan.spec.fit == "contain" and len(ImageColor.getrgb(plan.spec.background)) > _RGB
    )


def held_variants(
    info: ImageInfo, plans: Sequence[VariantPlan], wanted: Collection[int], max_memory: int
) -> set[int]:
    """Return the numbers of the smallest wanted variants whose frames fit into a part of the memory.

    These are kept between two passes of an encoder.
    """
    held = set()
    left = _PART_FOR_FRAMES * max_memory
    for number in sorted(wanted, key=lambda number: all_pixels(info, plans[number])):
        left -= PIXEL_BYTES * all_pixels(info, plans[number])
        if left < 0:
            break
        held.add(number)
    return held


def all_pixels(info: ImageInfo, plan: VariantPlan) -> int:
    """Return the number of pixels of all frames of a variant."""
    return info.frames * plan.width * plan.height
