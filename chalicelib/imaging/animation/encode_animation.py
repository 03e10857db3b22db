"""Encode animations, and keep those that were shrunk no larger in bytes than their source.

Line art has few colors, and resampling adds more at every edge, so that a smaller GIF can take more bytes.
A shrunk animation that does is encoded again with fewer colors, then from the nearest pixels.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from chalicelib.imaging.animation import encode_apng, encode_avif, encode_gif, encode_webp
from chalicelib.imaging.animation.animation import Animation, Shrunk
from chalicelib.imaging.animation.color_budget import first_settings, for_goal, is_line_art, reductions
from chalicelib.imaging.animation.encode_gif import ReducedFrames
from chalicelib.imaging.animation.frame_colors import FrameColors
from chalicelib.imaging.animation.frame_sequence import Frames
from chalicelib.imaging.animation.gif_drawing import Settings
from chalicelib.imaging.encoding.encode import SETTINGS, quality
from chalicelib.imaging.metadata.keep import Metadata, metadata_options
from chalicelib.models import VariantPlan

# Line art has a lower limit than the source's bytes: this part of them, scaled like the sides, because its
# bytes grow with the length of its edges. gifsicle, which keeps to the source's colors, comes to 0.7 to 0.95
# of the scaled bytes.
_GOAL = 0.8
_LOWER_QUALITY = (0.75, 0.5)
# Without loss, `quality` is the effort.
_LOSSLESS = {"lossless": True, "quality": 20}

# An attempt to encode, and the number of bytes above which it is made.
Attempt = tuple[int, Callable[[], bytes]]


def encode_animation(animation: Animation, plan: VariantPlan, kept: Metadata) -> bytes:
    """Return the encoded file. It contains `kept`, except as GIF, which supports no metadata."""
    options = {**SETTINGS[plan.format], **metadata_options(plan.format, kept)}
    if plan.format == "gif":
        return _smallest(_gif(animation, plan))
    if plan.format == "webp":
        return _smallest(_webp(animation, plan, options))
    if plan.format == "png":
        return _smallest(_apng(animation, options))
    return _smallest(_avif(animation, plan, options))


def _smallest(attempts: Iterator[Attempt]) -> bytes:
    """Make each attempt while the smallest result so far is above its limit, and return that result.

    The first attempt is always made. Raises TooComplex or OutOfTime if the time is over.
    """
    smallest = next(attempts)[1]()
    for limit, encoded in attempts:
        if len(smallest) > limit:
            smallest = min(smallest, encoded(), key=len)
    return smallest


def _gif(animation: Animation, plan: VariantPlan) -> Iterator[Attempt]:
    frames, colors, shrunk = animation.frames, animation.frame_colors, animation.shrunk
    encoded = partial(encode_gif.encode_frames, durations=animation.durations, plays=animation.plays)
    own = partial(encoded, frames, colors=colors)
    yield 0, partial(own, settings=first_settings(animation))
    if shrunk:
        for settings in for_goal(animation, plan):
            yield int(_GOAL * shrunk.scale * shrunk.source_size), partial(own, settings=settings)
        for settings in reductions(animation):
            yield shrunk.source_size, partial(own, settings=settings)
        yield shrunk.source_size, partial(encoded, shrunk.nearest, settings=Settings())


def _webp(animation: Animation, plan: VariantPlan, options: dict[str, Any]) -> Iterator[Attempt]:
    frames, chosen, shrunk = animation.frames, quality(plan.spec), animation.shrunk
    encoded = partial(encode_webp.encode_frames, durations=animation.durations, plays=animation.plays)
    lossless = partial(encoded, options={**options, **_LOSSLESS})

    def reduced(settings: Settings) -> bytes:
        return lossless(_reduced(frames, animation.frame_colors, settings))

    yield 0, partial(encoded, frames, options={**options, "quality": chosen})
    if is_line_art(animation):
        yield 0, partial(reduced, first_settings(animation))
    if shrunk:
        for settings in (*for_goal(animation, plan), *reductions(animation)):
            yield shrunk.source_size, partial(reduced, settings)
        for lower in _lower(chosen):
            yield shrunk.source_size, partial(encoded, frames, options={**options, "quality": lower})
        yield shrunk.source_size, lambda: lossless(_reduced_nearest(shrunk))


def _apng(animation: Animation, options: dict[str, Any]) -> Iterator[Attempt]:
    shrunk = animation.shrunk

    def encoded(frames: Frames) -> bytes:
        return encode_apng.encode_frames(frames, animation.durations, animation.plays, options)

    def reduced(settings: Settings) -> bytes:
        return encoded(_reduced(animation.frames, animation.frame_colors, settings))

    yield 0, partial(encoded, animation.frames)
    if shrunk:
        for settings in (first_settings(animation), *reductions(animation)):
            yield shrunk.source_size, partial(reduced, settings)
        yield shrunk.source_size, partial(encoded, shrunk.nearest)


def _avif(animation: Animation, plan: VariantPlan, options: dict[str, Any]) -> Iterator[Attempt]:
    def encoded(quality: int) -> bytes:
        return encode_avif.encode_frames(
            animation.frames, animation.durations, animation.plays, {**options, "quality": quality}
        )

    chosen = quality(plan.spec)
    yield 0, partial(encoded, chosen)
    if animation.shrunk:
        for lower in _lower(chosen):
            yield animation.shrunk.source_size, partial(encoded, lower)


def _reduced_nearest(shrunk: Shrunk) -> Frames:
    return _reduced(shrunk.nearest, FrameColors(shrunk.nearest), Settings())


def _reduced(frames: Frames, colors: FrameColors, settings: Settings) -> Frames:
    """Return the frames with fewer colors. Only GIF's palettes make half-transparent pixels opaque."""
    return frames if colors.has_half_transparency else ReducedFrames(frames, colors, settings)


def _lower(quality: int) -> list[int]:
    return [max(1, int(quality * part)) for part in _LOWER_QUALITY]
