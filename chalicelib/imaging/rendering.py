"""From an opened picture and its plans to encoded variants and the placeholder."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from PIL.ImageFile import ImageFile

from chalicelib import formats
from chalicelib.imaging import metadata, parallel
from chalicelib.imaging.animation import animate, is_animated
from chalicelib.imaging.compose import draw
from chalicelib.imaging.decode import decode
from chalicelib.imaging.encode import encode
from chalicelib.imaging.encode_animation import encode_animation
from chalicelib.imaging.placeholder import placeholder
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.models import ImageInfo, Rendered, Rendering, VariantPlan

# Decoded pixels per wanted pixel and side, at least, where a format can shrink on load.
# SSIMULACRA2 against a full decode over 25 photos: mean 93.5, least 86 at 1.5; 95.4 and 94 at 2.
_GAP = 1.5
_BEST_GAP = 2.0

Job = Callable[[], bytes]


def render(image: ImageFile, info: ImageInfo, plans: Sequence[VariantPlan]) -> Rendering:
    """Render every plan, in their order: drawn from large to small, so that each serves the next."""
    notice = metadata.copyright_notice(image.getexif())
    pyramid = Pyramid(decode(image, _largest(plans), _gap(plans)))
    ordered = sorted(plans, key=lambda plan: -plan.scaled_width * plan.scaled_height)
    moving = [plan for plan in ordered if is_animated(info, plan)]
    still = [plan for plan in ordered if not is_animated(info, plan)]
    jobs = chain(_stills(pyramid, still, notice), _animations(image, info, moving, notice))
    contents = parallel.in_order(jobs, count=len(plans))
    variants = {
        plan.spec.name: _rendered(plan, content)
        for plan, content in zip(still + moving, contents, strict=True)
    }
    return Rendering(
        variants=tuple(variants[plan.spec.name] for plan in plans), placeholder=placeholder(pyramid)
    )


def _largest(plans: Sequence[VariantPlan]) -> tuple[int, int]:
    return max(plan.scaled_width for plan in plans), max(plan.scaled_height for plan in plans)


def _gap(plans: Sequence[VariantPlan]) -> float:
    return _BEST_GAP if any(plan.spec.quality == "best" for plan in plans) else _GAP


def _stills(pyramid: Pyramid, plans: Sequence[VariantPlan], notice: str | None) -> Iterator[Job]:
    for plan in plans:
        yield partial(encode, draw(pyramid, plan), plan, metadata.kept(plan.spec, notice))


def _animations(
    image: ImageFile, info: ImageInfo, plans: Sequence[VariantPlan], notice: str | None
) -> Iterator[Job]:
    if plans:
        for plan, animation in zip(plans, animate(image, info, plans), strict=True):
            yield partial(encode_animation, animation, plan, metadata.kept(plan.spec, notice))


def _rendered(plan: VariantPlan, content: bytes) -> Rendered:
    written = formats.by_name(plan.format)
    return Rendered(
        name=plan.spec.name,
        content=content,
        content_type=written.content_type,
        extension=written.extension,
        width=plan.width,
        height=plan.height,
    )
