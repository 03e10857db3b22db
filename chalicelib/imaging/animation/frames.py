"""Render animations frame by frame. Reads and writes GIF and WebP."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from PIL import Image
from PIL.ImageFile import ImageFile

from chalicelib.imaging.crop_and_pad import draw, focal_point
from chalicelib.imaging.decode import reduce
from chalicelib.imaging.decode_size import TargetSize
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, VariantPlan

# Of an APNG or an AVIF sequence, only the first image is read.
_SOURCES = ("gif", "webp")
_TARGETS = ("gif", "webp")


@dataclass(slots=True)
class Animation:
    """The frames of one variant, each a complete image.

    `plays` is the number of times to play the animation, 0 for endless. Durations are in milliseconds.
    """

    plays: int
    frames: list[Image.Image] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)


def is_animated(info: ImageInfo, plan: VariantPlan) -> bool:
    """Return whether this variant is animated: the source is, and both formats are supported."""
    return info.frames > 1 and info.format in _SOURCES and plan.format in _TARGETS


def animate(source: Source, info: ImageInfo, plans: Sequence[VariantPlan], timer: Timer) -> list[Animation]:
    """Render every frame for every plan. Each frame is decoded only once."""
    image = source.image
    target = TargetSize.of(plans, info)
    animations = [Animation(_plays(image, info)) for _ in plans]
    for frame, duration in _frames(image, info, timer):
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


def _frames(image: ImageFile, info: ImageInfo, timer: Timer) -> Iterator[tuple[Image.Image, int]]:
    """Yield each frame and its duration. Pillow enlarges the canvas if frames exceed it; this crops them."""
    canvas = image.size
    for number in range(info.frames):
        with timer("decode"):
            image.seek(number)
            image.load()
        duration = image.info.get("duration", 0)
        frame = image if image.size == canvas else image.crop((0, 0, *canvas))
        yield frame, int(duration)


def _plays(image: ImageFile, info: ImageInfo) -> int:
    """Return the number of plays, 0 for endless. GIF stores repetitions instead, and nothing for one play."""
    loop = image.info.get("loop")
    if info.format == "webp":
        return int(loop or 0)
    if loop is None:
        return 1
    return int(loop) + 1 if loop else 0
