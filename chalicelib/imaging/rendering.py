"""Render an opened image: decode it, draw and encode every variant, compute the placeholder."""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from chalicelib.domain import formats
from chalicelib.domain.animation import is_animated
from chalicelib.imaging import encoding_jobs, parallel
from chalicelib.imaging.animation import animation_cost
from chalicelib.imaging.decoding.decode import decode
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.encoding import output_check
from chalicelib.imaging.encoding_jobs import Encoder, Job
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.imaging.placeholder import placeholder
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import HandOver, ImageInfo, Rendered, Rendering, VariantPlan


def render(
    source: Source,
    info: ImageInfo,
    plans: Sequence[VariantPlan],
    only: str | None,
    hand_over: HandOver | None = None,
    *,
    watermarks: Watermarks,
    max_memory: int,
) -> Rendering:
    """Render every plan, or only those of the preset named `only`.

    Variants are drawn from large to small, each scaled from a larger one if possible, and still ones before
    animated ones. A preset is drawn once for all its formats. With `only`, the other still images are drawn
    too, because the variant may be scaled from them, but not encoded: encoding takes most of the time.
    `max_memory` is in bytes.
    """
    timer = Timer()
    with timer("decode"):
        decoded = decode(source, TargetSize.of(plans, info))
    pyramid = Pyramid(decoded, info.orientation, source.container.color)
    encoder = Encoder.of(source, info, plans, timer)
    order = _Order.of(plans, info, only)
    animations = encoding_jobs.animations(
        source, info, order.animated, order.numbers, encoder, watermarks=watermarks, max_memory=max_memory
    )
    jobs = chain(encoding_jobs.stills(pyramid, order.still, watermarks, encoder), animations)
    finishing = (partial(_finish, plan, job, info, hand_over) for plan, job in jobs if plan in order.wanted)
    encoded = parallel.in_order(finishing, count=len(order.wanted), cores=_cores(order, info, max_memory))
    finished = dict(zip(order.wanted, encoded, strict=True))
    done = [finished[plan] for plan in plans if plan in finished]
    return Rendering(
        variants=tuple(rendered for _, rendered in done if rendered is not None),
        sizes=tuple(size for size, _ in done),
        placeholder=placeholder(pyramid),
        timings=timer.timings(),
    )


class _Order(NamedTuple):
    """The variants in the order in which they are drawn: still ones first, and each kind from large to small.

    Those in `wanted` are encoded. `numbers` are the positions of the animated ones among them.
    """

    still: Sequence[VariantPlan]
    animated: Sequence[VariantPlan]
    wanted: Sequence[VariantPlan]
    numbers: Sequence[int]

    @classmethod
    def of(cls, plans: Sequence[VariantPlan], info: ImageInfo, only: str | None) -> "_Order":
        by_size = sorted(plans, key=lambda plan: plan.scaled_width * plan.scaled_height, reverse=True)
        still = [plan for plan in by_size if not is_animated(info, plan)]
        animated = [plan for plan in by_size if is_animated(info, plan)]
        wanted = [plan for plan in (*still, *animated) if only in (None, plan.spec.name)]
        return cls(still, animated, wanted, [at for at, plan in enumerate(animated) if plan in wanted])


def _cores(order: _Order, info: ImageInfo, max_memory: int) -> int:
    """Return how many variants to encode at the same time."""
    if not order.numbers:
        return parallel.available_cores()
    animated = [order.animated[number] for number in order.numbers]
    return animation_cost.concurrent_encoders(info, animated, max_memory)


def _finish(
    plan: VariantPlan, job: Job, info: ImageInfo, hand_over: HandOver | None
) -> tuple[int, Rendered | None]:
    """Encode and check a variant; return its size in bytes, and the variant unless it was handed over."""
    content = job()
    output_check.check(content, plan, animated=is_animated(info, plan))
    written = formats.by_name(plan.format)
    rendered = Rendered(
        name=plan.spec.name,
        content=content,
        content_type=written.content_type,
        extension=written.extension,
        width=plan.width,
        height=plan.height,
    )
    if hand_over is None:
        return len(content), rendered
    hand_over(rendered)
    return len(content), None
