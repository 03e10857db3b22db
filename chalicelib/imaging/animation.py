"""Animations frame by frame: GIF and WebP in, GIF and WebP out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from PIL import Image
from PIL.ImageFile import ImageFile

from chalicelib.imaging.crop_and_pad import draw, focal_point
from chalicelib.imaging.decode import reduce
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.target_size import TargetSize
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, VariantPlan

# APNG and AVIF sequences are read as their first image.
_SOURCES = ("gif", "webp")
_TARGETS = ("gif", "webp")


@dataclass(slots=True)
class Animation:
    """The frames of one variant, each a whole image. `plays` 0 means for ever; durations are in ms."""

    plays: int
    frames: list[Image.Image] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)


def is_animated(info: ImageInfo, plan: VariantPlan) -> bool:
    """Tell whether this variant moves: the source does, and its format can hold it."""
    return info.frames > 1 and info.format in _SOURCES and plan.format in _TARGETS


def animate(image: ImageFile, info: ImageInfo, plans: Sequence[VariantPlan], timer: Timer) -> list[Animation]:
    """Draw every frame for every plan; each frame is decoded once."""
    target = TargetSize.of(plans, info)
    animations = [Animation(_plays(image, info)) for _ in plans]
    for frame, duration in _frames(image, info, timer):
        with timer("resize"):
            decoded = reduce(frame, frame.size, target)
            pyramid = Pyramid(decoded, info.orientation, image.info.get("icc_profile"))
            # The crop stays where the first frame wants it: a window that moves makes the image jump.
            plans = [
                replace(plan, focus=focal_point(pyramid, plan)) if plan.focus is None else plan
                for plan in plans
            ]
            for animation, plan in zip(animations, plans, strict=True):
                animation.frames.append(draw(pyramid, plan))
                animation.durations.append(duration)
    return animations


def _frames(image: ImageFile, info: ImageInfo, timer: Timer) -> Iterator[tuple[Image.Image, int]]:
    """Yield each frame as shown, with its duration. Pillow grows the canvas for frames that reach beyond."""
    canvas = image.size
    for number in range(info.frames):
        with timer("decode"):
            image.seek(number)
            image.load()
        duration = image.info.get("duration", 0)
        frame = image if image.size == canvas else image.crop((0, 0, *canvas))
        yield frame, int(duration)


def _plays(image: ImageFile, info: ImageInfo) -> int:
    """Return how often the animation plays: GIF counts repetitions and is silent for one play."""
    loop = image.info.get("loop")
    if info.format == "webp":
        return int(loop or 0)
    if loop is None:
        return 1
    return int(loop) + 1 if loop else 0
