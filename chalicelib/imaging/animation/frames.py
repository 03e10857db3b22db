"""Render animations frame by frame. Reads GIF, APNG, WebP and AVIF sequences."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PIL import Image

from chalicelib.imaging.animation.source_frames import source_frames
from chalicelib.imaging.crop_and_pad import draw, focal_point
from chalicelib.imaging.decode import reduce
from chalicelib.imaging.decode_size import TargetSize
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, VariantPlan

_SOURCES = ("gif", "png", "webp", "avif")
_TARGETS = ("gif", "webp")


@dataclass(slots=True)
class Animation:
    """The frames of one variant, each a complete image.

    `plays` is the number of times to play the animation, 0 for endless. Durations are in milliseconds, as
    the source states them: browsers show frames of up to 10 ms for 100 ms, whatever the format.
    """

    plays: int
    frames: list[Image.Image] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)


def is_animated(info: ImageInfo, plan: VariantPlan) -> bool:
    """Return whether this variant is animated: the source is, and both formats are supported."""
    return info.frames > 1 and info.format in _SOURCES and plan.format in _TARGETS


def animate(source: Source, info: ImageInfo, plans: Sequence[VariantPlan], timer: Timer) -> list[Animation]:
    """Render every frame for every plan. Each frame is decoded only once.

    Frames from the first broken one on are left out. Raises CorruptImage if that is the first frame.
    """
    target = TargetSize.of(plans, info)
    animations = [Animation(source.container.plays) for _ in plans]
    for frame, duration in source_frames(source, info, timer):
        with timer("resize"):
            decoded = reduce(frame, frame.size, target)
            pyramid = Pyramid(decoded, info.orientation, source.container.color)
            # Every frame is cropped like the first one: a moving crop would make the image jump.
            plans = [
                replace(plan, focus=focal_point(pyramid, plan)) if plan.focus is None else plan
                for plan in plans
            ]
            for animation, plan in zip(animations, plans, strict=True):
                animation.frames.append(draw(pyramid, plan))
                animation.durations.append(duration)
    return animations
