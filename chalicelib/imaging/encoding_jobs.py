"""Draw the variants of a decoded image one after the other, each with a job that encodes it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import Image

from chalicelib.imaging.budget import variant_cost
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.crop_and_pad import draw
from chalicelib.imaging.encoding.encode import encode
from chalicelib.imaging.encoding.source_coding import SourceCoding
from chalicelib.imaging.metadata.keep import SourceMetadata
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, VariantPlan

if TYPE_CHECKING:
    from chalicelib.imaging.animation.animation import Animation

Job = Callable[[], bytes]


class Encoder(Struct, frozen=True):
    """Encodes variants of a source that has been decoded."""

    coding: SourceCoding
    metadata: SourceMetadata
    timer: Timer
    time: TimeBudget

    @classmethod
    def of(cls, source: Source, info: ImageInfo, plans: Sequence[VariantPlan], timer: Timer) -> "Encoder":
        """Return the encoder of these variants."""
        metadata = SourceMetadata(source.container, info.provenance)
        return cls(SourceCoding.of(source, info, plans), metadata, timer, source.time)

    def still(self, image: Image.Image, plan: VariantPlan) -> bytes:
        """Encode one image. Raises TooComplex, OutOfTime."""
        self.time.require(variant_cost.seconds_to_encode(plan))
        with self.timer("encode"):
            # An overlay adds colors and edges that the source's coding says nothing about.
            coding = SourceCoding() if plan.spec.overlay else self.coding
            return encode(image, plan, self.metadata.kept(plan.spec), coding, self.time)

    def animation(self, animation: "Animation", plan: VariantPlan) -> bytes:
        """Encode all frames. Raises TooComplex, OutOfTime."""
        # Only animations need this module and ctypes, so cold starts do not load them.
        from chalicelib.imaging.animation.encode_animation import encode_animation  # noqa: PLC0415

        with self.timer("encode"):
            return encode_animation(animation, plan, self.metadata.kept(plan.spec))


def stills(
    pyramid: Pyramid, plans: Sequence[VariantPlan], watermarks: Watermarks, encoder: Encoder
) -> Iterator[tuple[VariantPlan, Job]]:
    """Yield the job of each still variant. The formats of a preset follow each other, and are drawn once."""
    given: set[int] = set()
    for _, same in groupby(plans, key=lambda plan: plan.spec.name):
        first, *others = same
        encoder.time.check()
        with encoder.timer("resize"):
            image = watermarks.draw(draw(pyramid, first), first)
        for plan in (first, *others):
            # Pillow keeps the options of `save` on the image, so two threads must not save the same one.
            yield plan, partial(encoder.still, image.copy() if id(image) in given else image, plan)
            given.add(id(image))


def animations(
    source: Source,
    info: ImageInfo,
    plans: Sequence[VariantPlan],
    wanted: Collection[int],
    encoder: Encoder,
    *,
    watermarks: Watermarks,
    max_memory: int,
) -> Iterator[tuple[VariantPlan, Job]]:
    """Yield the job of each animated variant, if at least those with numbers in `wanted` are to be run."""
    if not wanted:
        return
    # Like the module that encodes animations.
    from chalicelib.imaging.animation.frames import animate  # noqa: PLC0415

    drawn = animate(
        source, info, plans, wanted, watermarks=watermarks, max_memory=max_memory, timer=encoder.timer
    )
    for plan, animation in zip(plans, drawn, strict=True):
        yield plan, partial(encoder.animation, animation, plan)
