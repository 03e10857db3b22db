"""Plan variants: compute output sizes, scaling and cropping from the image's dimensions.

The fits are those of CSS object-fit, plus `inside` and `outside` from sharp. An image is enlarged only if
its spec allows it. If it is too small and must not be enlarged, `inside` and `outside` keep its size,
`fill` and `cover` keep each side that is too short, and `contain` places it on the full canvas. A width or
height alone leaves the other side unbounded: it follows from the aspect ratio. Every side of a variant is at
least one pixel, however extreme the aspect ratio.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from chalicelib.domain import formats
from chalicelib.models import MAX_SIDE, POSITIONS, Format, ImageInfo, VariantPlan, VariantSpec

Focus = tuple[float, float]
Size = tuple[int, int]

CENTER: Focus = (0.5, 0.5)


def to_thousandths(focus: Focus) -> tuple[int, int]:
    """Convert a focal point to the unit that records use."""
    return round(focus[0] * 1000), round(focus[1] * 1000)


def from_thousandths(focus: tuple[int, int]) -> Focus:
    """Convert a record's focal point to fractions of width and height."""
    return focus[0] / 1000, focus[1] / 1000


def plan(
    info: ImageInfo, specs: Sequence[VariantSpec], focus: Focus | None = None
) -> tuple[VariantPlan, ...]:
    """Return the plans of each spec, in order, one for each format.

    `focus` (0..1, 0..1) overrides the `position` that `cover` crops at.
    """
    return tuple(each for spec in specs for each in _plans(info, spec, focus))


def _plans(info: ImageInfo, spec: VariantSpec, focus: Focus | None) -> Iterator[VariantPlan]:
    """Yield a plan for each format. They differ in nothing else, so the engine draws them once."""
    scaled = _scaled(info, spec)
    width, height = _canvas(spec, scaled)
    for written in _formats(info, spec):
        yield VariantPlan(
            spec=spec,
            format=written,
            width=width,
            height=height,
            scaled_width=scaled[0],
            scaled_height=scaled[1],
            focus=_focus(spec, focus),
        )


def _formats(info: ImageInfo, spec: VariantSpec) -> Iterable[Format]:
    """Return the formats to encode, without duplicates: "source" can be one that is listed, too."""
    own = formats.output_format(info.format, has_alpha=info.has_alpha)
    wanted = spec.formats or (spec.format,)
    return dict.fromkeys(own if each == "source" else each for each in wanted)


def _focus(spec: VariantSpec, focus: Focus | None) -> Focus | None:
    """Return the point that a crop keeps, or where `contain` places the image. None leaves it to the engine.

    The subject of an image says nothing about the place of the whole image on its canvas.
    """
    if spec.fit != "cover":
        return POSITIONS.get(spec.position, CENTER)
    return focus or POSITIONS.get(spec.position)


def _scaled(info: ImageInfo, spec: VariantSpec) -> Size:
    """Return the size of the whole image before it is cropped or padded."""
    across, down = _factors(info, spec)
    if spec.fit == "fill":
        return _stretched(info, _allowed(across, spec), _allowed(down, spec))
    factor = max(across, down) if spec.fit in ("cover", "outside") else min(across, down)
    factor = _allowed(factor, spec)
    if spec.fit == "outside" or spec.width is None or spec.height is None:
        # With the longer side unbounded, a strip could exceed what encoders can write.
        factor = min(factor, MAX_SIDE / max(info.width, info.height))
    return _stretched(info, factor, factor)


def _factors(info: ImageInfo, spec: VariantSpec) -> tuple[float, float]:
    """Return what to scale the width and the height by. A side that is not given follows the other one."""
    across = spec.width / info.width if spec.width is not None else None
    down = spec.height / info.height if spec.height is not None else None
    if across is None or down is None:
        factor = across or down or 1.0
        return factor, factor
    return across, down


def _allowed(factor: float, spec: VariantSpec) -> float:
    return factor if spec.enlarge else min(1.0, factor)


def _stretched(info: ImageInfo, across: float, down: float) -> Size:
    return max(1, round(info.width * across)), max(1, round(info.height * down))


def _canvas(spec: VariantSpec, scaled: Size) -> Size:
    """Return the size of the variant itself."""
    width, height = spec.width or scaled[0], spec.height or scaled[1]
    if spec.fit == "contain":
        return width, height
    if spec.fit == "cover":
        return min(width, scaled[0]), min(height, scaled[1])
    return scaled


def offset(plan: VariantPlan, focus: Focus) -> tuple[int, int]:
    """Return where the top left corner of the scaled image lies on the variant, in pixels.

    Negative values crop: the window of the variant is centered on `focus` as far as possible. Positive values
    pad, in the proportion of CSS object-position: 0 for none on the left, 1 for none on the right. The page's
    geometry.js computes the same numbers; tests/unit/domain/geometry_vectors.json holds both to them.
    """
    return (
        _offset(focus[0], plan.scaled_width, plan.width),
        _offset(focus[1], plan.scaled_height, plan.height),
    )


def _offset(focus: float, scaled: int, wanted: int) -> int:
    if scaled <= wanted:
        return math.floor((wanted - scaled) * focus)
    return -max(0, min(scaled - wanted, round(focus * scaled - wanted / 2)))


def to_draw(plans: Sequence[VariantPlan]) -> list[VariantPlan]:
    """Return the first plan of each preset, in order."""
    first: dict[str, VariantPlan] = {}
    for plan in plans:
        first.setdefault(plan.spec.name, plan)
    return list(first.values())


def drawn_as(plans: Sequence[VariantPlan]) -> list[int]:
    """Return for each plan the number of the plan in `to_draw` that is drawn for it."""
    numbers = {plan.spec.name: number for number, plan in enumerate(to_draw(plans))}
    return [numbers[plan.spec.name] for plan in plans]
