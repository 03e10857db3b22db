"""Render an opened image: decode it, draw and encode every variant, compute the placeholder."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, compress

from PIL import Image
from PIL.ImageFile import ImageFile

from chalicelib.domain import formats
from chalicelib.imaging import exif, metadata, parallel
from chalicelib.imaging.animation import Animation, animate, is_animated
from chalicelib.imaging.bare import bare, needs_nothing
from chalicelib.imaging.crop_and_pad import draw
from chalicelib.imaging.decode import decode
from chalicelib.imaging.decode_size import TargetSize
from chalicelib.imaging.encode import encode
from chalicelib.imaging.encode_animation import encode_animation
from chalicelib.imaging.placeholder import placeholder
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, Rendered, Rendering, VariantPlan

Job = Callable[[], bytes]


def render(
    content: bytes, image: ImageFile, info: ImageInfo, plans: Sequence[VariantPlan], only: str | None = None
) -> Rendering:
    """Render every plan and return the variants in order, or only the variant named `only`.

    Variants are drawn from large to small, each scaled from a larger one if possible. With `only`, the
    other still images are drawn too, because the variant may be scaled from them, but not encoded:
    encoding takes most of the time.
    """
    copyright_text = metadata.read_copyright(exif.read(content, image))
    profile = image.info.get("icc_profile")
    timer = Timer()
    with timer("decode"):
        decoded = decode(content, image, TargetSize.of(plans, info))
    pyramid = Pyramid(decoded, info.orientation, profile)
    # If colors must be converted, the source's pixel data cannot be reused.
    reusable = None if profile or image.mode == "CMYK" else content
    order = sorted(range(len(plans)), key=lambda at: -plans[at].scaled_width * plans[at].scaled_height)
    order.sort(key=lambda at: is_animated(info, plans[at]))
    wanted = [only in (None, plans[at].spec.name) for at in order]
    still = [plans[at] for at in order if not is_animated(info, plans[at])]
    moving = [plans[at] for at in order[len(still) :]] if any(wanted[len(still) :]) else []
    jobs = chain(
        _stills(pyramid, info, still, copyright_text, reusable, timer=timer),
        _animations(image, info, moving, copyright_text, timer),
    )
    encoded = parallel.in_order(compress(jobs, wanted), count=sum(wanted), cores=parallel.available_cores())
    files = dict(zip(compress(order, wanted), encoded, strict=True))
    return Rendering(
        variants=tuple(_rendered(plans[at], files[at]) for at in sorted(files)),
        placeholder=placeholder(pyramid),
        timings=timer.timings(),
    )


def _stills(
    pyramid: Pyramid,
    info: ImageInfo,
    plans: Sequence[VariantPlan],
    copyright_text: str | None,
    reusable: bytes | None,
    *,
    timer: Timer,
) -> Iterator[Job]:
    for plan in plans:
        kept = metadata.exif_to_keep(plan.spec, copyright_text)
        as_it_is = (
            bare(reusable, info.format) if reusable and not kept and needs_nothing(info, plan) else None
        )
        with timer("resize"):
            image = draw(pyramid, plan)
        yield partial(_smaller, image, plan, kept, as_it_is, timer)


def _smaller(
    image: Image.Image, plan: VariantPlan, kept: bytes, as_it_is: bytes | None, timer: Timer
) -> bytes:
    """Encode the image, and return it unless the source's own pixel data, `as_it_is`, is smaller."""
    with timer("encode"):
        file = encode(image, plan, kept)
    return as_it_is if as_it_is and len(as_it_is) < len(file) else file


def _animations(
    image: ImageFile, info: ImageInfo, plans: Sequence[VariantPlan], copyright_text: str | None, timer: Timer
) -> Iterator[Job]:
    if plans:
        for plan, animation in zip(plans, animate(image, info, plans, timer), strict=True):
            yield partial(_encoded, animation, plan, metadata.exif_to_keep(plan.spec, copyright_text), timer)


def _encoded(animation: Animation, plan: VariantPlan, kept: bytes, timer: Timer) -> bytes:
    with timer("encode"):
        return encode_animation(animation, plan, kept)


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
