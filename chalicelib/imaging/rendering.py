"""Render an opened image: decode it, draw and encode every variant, compute the placeholder."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import chain, compress, groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import Image

from chalicelib.domain import formats
from chalicelib.domain.animation import is_animated
from chalicelib.imaging import parallel
from chalicelib.imaging.animation import animation_cost
from chalicelib.imaging.budget import variant_cost
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.crop_and_pad import draw
from chalicelib.imaging.decoding.decode import decode
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.encoding import output_check
from chalicelib.imaging.encoding.encode import encode
from chalicelib.imaging.encoding.source_coding import SourceCoding
from chalicelib.imaging.metadata.keep import SourceMetadata
from chalicelib.imaging.overlays.watermarks import Watermarks
from chalicelib.imaging.placeholder import placeholder
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, Rendered, Rendering, VariantPlan

if TYPE_CHECKING:
    from chalicelib.imaging.animation.animation import Animation

Job = Callable[[], bytes]


def render(
    source: Source,
    info: ImageInfo,
    plans: Sequence[VariantPlan],
    only: str | None,
    *,
    watermarks: Watermarks,
    max_memory: int,
) -> Rendering:
    """Render every plan and return the variants in order, or only those of the preset named `only`.

    Variants are drawn from large to small, each scaled from a larger one if possible. A preset is drawn once
    for all its formats. With `only`, the other still images are drawn too, because the variant may be scaled
    from them, but not encoded: encoding takes most of the time. `max_memory` is in bytes.
    """
    metadata = SourceMetadata(source.container, info.provenance)
    timer = Timer()
    with timer("decode"):
        decoded = decode(source, TargetSize.of(plans, info))
    coding = SourceCoding.of(source, info, plans)
    pyramid = Pyramid(decoded, info.orientation, source.container.color)
    order = sorted(range(len(plans)), key=lambda at: -plans[at].scaled_width * plans[at].scaled_height)
    order.sort(key=lambda at: is_animated(info, plans[at]))
    wanted = [only in (None, plans[at].spec.name) for at in order]
    still = [plans[at] for at in order if not is_animated(info, plans[at])]
    animated = [plans[at] for at in order[len(still) :]] if any(wanted[len(still) :]) else []
    numbers = [at for at in range(len(animated)) if wanted[len(still) + at]]
    jobs = chain(
        _stills(pyramid, still, watermarks, _StillEncoder(coding, metadata, timer, source.time)),
        _animations(
            source,
            info,
            animated,
            numbers,
            watermarks=watermarks,
            max_memory=max_memory,
            metadata=metadata,
            timer=timer,
        ),
    )
    cores = parallel.available_cores()
    if numbers:
        cores = animation_cost.concurrent_encoders(info, [animated[at] for at in numbers], max_memory)
    encoded = parallel.in_order(compress(jobs, wanted), count=sum(wanted), cores=cores)
    files = dict(zip(compress(order, wanted), encoded, strict=True))
    return Rendering(
        variants=tuple(_rendered(plans[at], files[at], info) for at in sorted(files)),
        placeholder=placeholder(pyramid),
        timings=timer.timings(),
    )


class _StillEncoder(Struct, frozen=True):
    coding: SourceCoding
    metadata: SourceMetadata
    timer: Timer
    time: TimeBudget

    def __call__(self, image: Image.Image, plan: VariantPlan) -> bytes:
        self.time.require(variant_cost.seconds_to_encode(plan))
        with self.timer("encode"):
            # An overlay adds colors and edges that the source's coding says nothing about.
            coding = SourceCoding() if plan.spec.overlay else self.coding
            return encode(image, plan, self.metadata.kept(plan.spec), coding, self.time)


def _stills(
    pyramid: Pyramid, plans: Sequence[VariantPlan], watermarks: Watermarks, encoder: _StillEncoder
) -> Iterator[Job]:
    given: set[int] = set()
    for _, same in groupby(plans, key=lambda plan: plan.spec.name):
        first, *others = same
        encoder.time.check()
        with encoder.timer("resize"):
            image = watermarks.draw(draw(pyramid, first), first)
        for plan in (first, *others):
            # Pillow keeps the options of `save` on the image, so two threads must not save the same one.
            yield partial(encoder, image.copy() if id(image) in given else image, plan)
            given.add(id(image))


def _animations(
    source: Source,
    info: ImageInfo,
    plans: Sequence[VariantPlan],
    wanted: Collection[int],
    *,
    watermarks: Watermarks,
    max_memory: int,
    metadata: SourceMetadata,
    timer: Timer,
) -> Iterator[Job]:
    if not plans:
        return
    # Only animations need these modules and ctypes, so cold starts do not load them.
    from chalicelib.imaging.animation.encode_animation import encode_animation  # noqa: PLC0415
    from chalicelib.imaging.animation.frames import animate  # noqa: PLC0415

    def encoded(animation: "Animation", plan: VariantPlan) -> bytes:
        with timer("encode"):
            return encode_animation(animation, plan, metadata.kept(plan.spec))

    animations = animate(
        source, info, plans, wanted, watermarks=watermarks, max_memory=max_memory, timer=timer
    )
    for plan in plans:
        yield partial(encoded, next(animations), plan)


def _rendered(plan: VariantPlan, content: bytes, info: ImageInfo) -> Rendered:
    output_check.check(content, plan, animated=is_animated(info, plan))
    written = formats.by_name(plan.format)
    return Rendered(
        name=plan.spec.name,
        content=content,
        content_type=written.content_type,
        extension=written.extension,
        width=plan.width,
        height=plan.height,
    )
