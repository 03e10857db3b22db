"""Plan variants: compute output sizes, scaling and cropping from the image's dimensions.

The fits are those of CSS object-fit, plus `inside` and `outside` from sharp. An image is enlarged only if
its spec allows it. If it is too small and must not be enlarged, `inside` and `outside` keep its size,
`fill` and `cover` keep each side that is too short, and `contain` centers it on the full canvas. Every
side of a variant is at least one pixel, however extreme the aspect ratio.
"""

from collections.abc import Sequence

from chalicelib.domain import formats
from chalicelib.models import MAX_SIDE, ImageInfo, VariantPlan, VariantSpec

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
    """Return one plan per spec, in order. `focus` (0..1, 0..1) overrides each spec's `position`."""
    return tuple(_plan(info, spec, focus) for spec in specs)


def _plan(info: ImageInfo, spec: VariantSpec, focus: Focus | None) -> VariantPlan:
    scaled = _scaled(info, spec)
    width, height = _canvas(spec, scaled)
    written = formats.output_format(info.format, has_alpha=info.has_alpha)
    return VariantPlan(
        spec=spec,
        format=written if spec.format == "source" else spec.format,
        width=width,
        height=height,
        scaled_width=scaled[0],
        scaled_height=scaled[1],
        focus=focus or (None if spec.position == "entropy" else CENTER),
    )


def _scaled(info: ImageInfo, spec: VariantSpec) -> Size:
    """Return the size of the whole image before it is cropped or padded."""
    across, down = spec.width / info.width, spec.height / info.height
    if spec.fit == "fill":
        return _stretched(info, _allowed(across, spec), _allowed(down, spec))
    factor = max(across, down) if spec.fit in ("cover", "outside") else min(across, down)
    factor = _allowed(factor, spec)
    if spec.fit == "outside":
        # Only this fit leaves the longer side unbounded, so a strip could exceed what encoders can write.
        factor = min(factor, MAX_SIDE / max(info.width, info.height))
    return _stretched(info, factor, factor)


def _allowed(factor: float, spec: VariantSpec) -> float:
    return factor if spec.enlarge else min(1.0, factor)


def _stretched(info: ImageInfo, across: float, down: float) -> Size:
    return max(1, round(info.width * across)), max(1, round(info.height * down))


def _canvas(spec: VariantSpec, scaled: Size) -> Size:
    """Return the size of the variant itself."""
    if spec.fit == "contain":
        return spec.width, spec.height
    if spec.fit == "cover":
        return min(spec.width, scaled[0]), min(spec.height, scaled[1])
    return scaled


def offset(plan: VariantPlan, focus: Focus) -> tuple[int, int]:
    """Return where the top left corner of the scaled image lies on the variant, in pixels.

    Negative values crop: the window of the variant is centered on `focus` as far as possible. Positive values
    pad. The page's geometry.js computes the same numbers; tests/unit/domain/geometry_vectors.json holds both
    to them.
    """
    return (
        _offset(focus[0], plan.scaled_width, plan.width),
        _offset(focus[1], plan.scaled_height, plan.height),
    )


def _offset(focus: float, scaled: int, wanted: int) -> int:
    if scaled <= wanted:
        return (wanted - scaled) // 2
    return -max(0, min(scaled - wanted, round(focus * scaled - wanted / 2)))
