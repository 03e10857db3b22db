"""Render animations frame by frame. Reads GIF, APNG, WebP and AVIF sequences.

The source is decoded once to find the durations and colors of its frames. Small variants are drawn then and
held in memory; larger ones are decoded and drawn again whenever an encoder goes through their frames.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from chalicelib.domain.geometry import drawn_as, to_draw
from chalicelib.imaging.animation import animation_cost
from chalicelib.imaging.animation.animation import Animation, Shrunk
from chalicelib.imaging.animation.animation_cost import held_variants
from chalicelib.imaging.animation.drawing import Drawing
from chalicelib.imaging.animation.frame_sequence import Frames, in_mode
from chalicelib.imaging.animation.source_colors import drawn_colors
from chalicelib.imaging.animation.source_frames import source_frames
from chalicelib.imaging.animation.survey import Survey
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo, VariantPlan

# An animation with at most this part of the source's width and height should not have more bytes: 80%, and
# what rounding to whole pixels adds.
_SHRUNK = 0.81
_LOSSY = ("webp", "avif")


class DrawnFrames(Struct, frozen=True):
    """The first `count` frames of a source, drawn for the plan with this number in the drawing."""

    source: Source
    info: ImageInfo
    drawing: Drawing
    number: int
    mode: str
    count: int

    def __len__(self) -> int:
        """Return the number of frames."""
        return self.count

    def __iter__(self) -> Iterator[Image.Image]:
        """Decode and draw the frames, with a decoder of its own: other threads may do the same."""
        frames = source_frames(self.source, self.info, Timer())
        for _, (frame, _) in zip(range(self.count), frames, strict=False):
            yield in_mode(self.drawing.images(frame, {self.number})[self.number], self.mode)


class TimedFrames(Struct, frozen=True):
    """Frames of which each takes up to `seconds` to encode, because encoders cannot be interrupted."""

    frames: Frames
    time: TimeBudget
    seconds: float

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.frames)

    def __iter__(self) -> Iterator[Image.Image]:
        """Return the frames. Raises TooComplex or OutOfTime if the time is over."""
        for frame in self.frames:
            self.time.require(self.seconds)
            yield frame


def animate(
    source: Source,
    info: ImageInfo,
    plans: Sequence[VariantPlan],
    wanted: Collection[int],
    *,
    watermarks: Watermarks,
    max_memory: int,
    timer: Timer,
) -> Iterator[Animation]:
    """Yield an animation for every plan. Those with numbers in `wanted` will be encoded.

    The frames of a preset are drawn once for all its formats, if they can be held in memory: a part of
    `max_memory` (in bytes) may hold frames. Frames from the first broken one on are left out. Raises
    CorruptImage if that is the first frame, and TooComplex or OutOfTime if the time is over.
    """
    drawn, numbers = to_draw(plans), drawn_as(plans)
    held = held_variants(info, drawn, {numbers[each] for each in wanted}, max_memory)
    survey = Survey(info, source.container.color, drawn, watermarks, held)
    for frame, duration in source_frames(source, info, timer):
        with timer("resize"):
            survey.add(frame, duration)
    colors = survey.colors.in_srgb(source.container.color)
    for number, same in groupby(zip(numbers, plans, strict=True), key=itemgetter(0)):
        again = DrawnFrames(source, info, survey.drawing, number, survey.mode(number), len(survey.durations))
        nearest = Drawing.nearest(drawn[number], info, source.container.color, watermarks)
        frames = survey.release(number) or again
        for _, plan in same:
            timed = partial(TimedFrames, time=source.time, seconds=animation_cost.seconds_per_frame(plan))
            yield Animation(
                plays=source.container.plays,
                frames=timed(frames),
                durations=survey.durations,
                colors=drawn_colors(colors, plan.spec),
                shrunk=_shrunk(source, info, plan, timed(replace(again, drawing=nearest, number=0))),
            )


def _shrunk(source: Source, info: ImageInfo, plan: VariantPlan, nearest: Frames) -> Shrunk | None:
    whole = info.uncropped
    scale = max(plan.width / whole.width, plan.height / whole.height)
    # A GIF of a lossy source is larger with any number of colors.
    if scale > _SHRUNK or (plan.format == "gif" and info.format in _LOSSY):
        return None
    return Shrunk(len(source.container.stream), scale, nearest)
