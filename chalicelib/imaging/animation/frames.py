"""Render animations frame by frame. Reads GIF, APNG, WebP and AVIF sequences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PIL import Image

from chalicelib.imaging.animation.gif_palette import Color
from chalicelib.imaging.animation.source_colors import SourceColors
from chalicelib.imaging.animation.source_frames import source_frames
from chalicelib.imaging.crop_and_pad import draw, focal_point
from chalicelib.imaging.decoding import pixel_modes
from chalicelib.imaging.decoding.decode import Decoded, reduce
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.decoding.pillow_readers import open_image
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, VariantPlan

_SOURCES = ("gif", "png", "webp", "avif")
# Formats that are animated whatever the source's format is. Presets for PNG and AVIF are used for stills,
# so these are animated only for a source of the same format.
_TARGETS = ("gif", "webp")
# Lanczos overshoots at edges, which gives line art many more colors, and 15 to 30% more bytes as GIF.
_FEW_COLORS = 128
# An animation with at most this part of the source's width and height should not have more bytes: 80%, and
# what rounding to whole pixels adds.
_SHRUNK = 0.81
_LOSSY = ("webp", "avif")


@dataclass(frozen=True, slots=True)
class Shrunk:
    """What an encoder needs to keep a smaller animation below its source's size in bytes.

    `scale` is the ratio of the sides (0..1). `nearest` renders the frames again, each pixel as the nearest
    one of the source, so that no colors are added.
    """

    source_size: int
    scale: float
    nearest: Callable[[], list[Image.Image]]


@dataclass(slots=True)
class Animation:
    """The frames of one variant, each a complete image.

    `plays` is the number of times to play the animation, 0 for endless. Durations are in milliseconds, as
    the source states them: browsers show frames of up to 10 ms for 100 ms, whatever the format. `colors`
    are those of the source's frames, None if there are more than 255. `shrunk` is None if the animation is
    not clearly smaller than its source.
    """

    plays: int
    frames: list[Image.Image] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)
    colors: tuple[Color, ...] | None = None
    shrunk: Shrunk | None = None


def is_animated(info: ImageInfo, plan: VariantPlan) -> bool:
    """Return whether this variant is animated: GIF, WebP, or the same format as the animated source."""
    return info.frames > 1 and info.format in _SOURCES and plan.format in (*_TARGETS, info.format)


def animate(source: Source, info: ImageInfo, plans: Sequence[VariantPlan], timer: Timer) -> list[Animation]:
    """Render every frame for every plan. Each frame is decoded only once.

    Frames from the first broken one on are left out. Raises CorruptImage if that is the first frame.
    """
    target = TargetSize.of(plans, info)
    animations = [Animation(source.container.plays) for _ in plans]
    colors = SourceColors()
    resampling = None
    for frame, duration in source_frames(source, info, timer):
        with timer("resize"):
            colors.add(frame)
            # Every frame is resampled and cropped like the first one: a change would make the image jump.
            resampling = resampling or _resampling(colors)
            decoded = reduce(frame, frame.size, target)
            pyramid = Pyramid(decoded, info.orientation, source.container.color, resampling)
            plans = [
                replace(plan, focus=focal_point(pyramid, plan)) if plan.focus is None else plan
                for plan in plans
            ]
            for animation, plan in zip(animations, plans, strict=True):
                animation.frames.append(draw(pyramid, plan))
                animation.durations.append(duration)
    for animation, plan in zip(animations, plans, strict=True):
        animation.colors = colors.in_srgb(source.container.color)
        animation.shrunk = _shrunk(source, info, plan)
    return animations


def _resampling(first: SourceColors) -> Image.Resampling:
    few = (first.count() or _FEW_COLORS + 1) <= _FEW_COLORS
    return Image.Resampling.HAMMING if few else Image.Resampling.LANCZOS


def _shrunk(source: Source, info: ImageInfo, plan: VariantPlan) -> Shrunk | None:
    scale = max(plan.width / info.width, plan.height / info.height)
    # A GIF of a lossy source is larger with any number of colors.
    if scale > _SHRUNK or (plan.format == "gif" and info.format in _LOSSY):
        return None
    return Shrunk(len(source.container.stream), scale, partial(_nearest, source, info, plan))


def _nearest(source: Source, info: ImageInfo, plan: VariantPlan) -> list[Image.Image]:
    """Render the frames without interpolation. The source is opened anew, since threads may run this."""
    opened = replace(source, image=open_image(source.container.stream, info.format))
    frames = []
    for frame, _ in source_frames(opened, info, Timer()):
        plain = pixel_modes.to_plain(frame, None)
        decoded = Decoded(plain, plain.size)
        pyramid = Pyramid(decoded, info.orientation, source.container.color, Image.Resampling.NEAREST)
        frames.append(draw(pyramid, plan))
    return frames
