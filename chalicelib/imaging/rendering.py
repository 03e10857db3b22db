"""From an opened picture and its plans to encoded variants and the placeholder."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from PIL.ImageFile import ImageFile

from chalicelib import formats
from chalicelib.imaging import exif, metadata, parallel
from chalicelib.imaging.animation import animate, is_animated
from chalicelib.imaging.compose import draw
from chalicelib.imaging.decode import decode
from chalicelib.imaging.demand import Demand
from chalicelib.imaging.encode import encode
from chalicelib.imaging.encode_animation import encode_animation
from chalicelib.imaging.placeholder import placeholder
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.models import ImageInfo, Rendered, Rendering, VariantPlan

Job = Callable[[], bytes]


def render(content: bytes, image: ImageFile, info: ImageInfo, plans: Sequence[VariantPlan]) -> Rendering:
    """Render every plan, in their order: drawn from large to small, so that each serves the next."""
    notice = metadata.copyright_notice(exif.read(content, image))
    pyramid = _pyramid(content, image, info, plans)
    order = sorted(range(len(plans)), key=lambda at: -plans[at].scaled_width * plans[at].scaled_height)
    order.sort(key=lambda at: is_animated(info, plans[at]))
    still = [plans[at] for at in order if not is_animated(info, plans[at])]
    moving = [plans[at] for at in order if is_animated(info, plans[at])]
    jobs = chain(_stills(pyramid, still, notice), _animations(image, info, moving, notice))
    files = dict(zip(order, parallel.in_order(jobs, count=len(plans)), strict=True))
    return Rendering(
        variants=tuple(_rendered(plan, files[at]) for at, plan in enumerate(plans)),
        placeholder=placeholder(pyramid),
    )


def _pyramid(content: bytes, image: ImageFile, info: ImageInfo, plans: Sequence[VariantPlan]) -> Pyramid:
    decoded = decode(content, image, Demand.of(plans, info))
    return Pyramid(decoded, info.orientation, image.info.get("icc_profile"))


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
