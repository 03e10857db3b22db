"""Encode animations, and keep those that were shrunk no larger in bytes than their source.

Line art has few colors, and resampling adds more at every edge, so that a smaller GIF can take more bytes.
A shrunk animation that does is encoded again with fewer colors, then from the nearest pixels.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PIL import Image

from chalicelib.imaging.animation import encode_apng, encode_avif, encode_gif, encode_webp
from chalicelib.imaging.animation.color_budget import first_settings, for_goal, is_line_art, reductions
from chalicelib.imaging.animation.frames import Animation
from chalicelib.imaging.animation.gif_painter import Settings
from chalicelib.imaging.encoding.encode import SETTINGS, quality
from chalicelib.imaging.metadata.encoder_options import metadata_options
from chalicelib.imaging.metadata.keep import Metadata
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
    uniform = replace(animation, frames=_uniform(animation.frames))
    options = {**SETTINGS[plan.format], **metadata_options(plan.format, kept)}
    if plan.format == "gif":
        return _smallest(_gif(uniform, plan))
    if plan.format == "webp":
        return _smallest(_webp(uniform, plan, options))
    if plan.format == "png":
        return _smallest(_apng(uniform, options))
    return _smallest(_avif(uniform, plan, options))


def _smallest(attempts: Iterable[Attempt]) -> bytes:
    """Make each attempt while the smallest result so far is above its limit, and return that result."""
    files: list[bytes] = []
    for limit, encoded in attempts:
        if not files or min(map(len, files)) > limit:
            files.append(encoded())
    return min(files, key=len)


def _gif(animation: Animation, plan: VariantPlan) -> Iterator[Attempt]:
    encoded = partial(encode_gif.encode_frames, durations=animation.durations, plays=animation.plays)
    yield 0, partial(encoded, animation.frames, settings=first_settings(animation))
    shrunk = animation.shrunk
    if shrunk:
        for settings in for_goal(animation, plan):
            goal = int(_GOAL * shrunk.scale * shrunk.source_size)
            yield goal, partial(encoded, animation.frames, settings=settings)
        for settings in reductions(animation):
            yield shrunk.source_size, partial(encoded, animation.frames, settings=settings)
        yield shrunk.source_size, lambda: encoded(shrunk.nearest(), settings=Settings())


def _webp(animation: Animation, plan: VariantPlan, options: dict[str, Any]) -> Iterator[Attempt]:
    frames, chosen, shrunk = animation.frames, quality(plan.spec), animation.shrunk
    encoded = partial(encode_webp.encode_frames, durations=animation.durations, plays=animation.plays)

    def lossless(frames: Sequence[Image.Image], settings: Settings) -> bytes:
        return encoded(_reduced(frames, settings), options={**options, **_LOSSLESS})

    yield 0, partial(encoded, frames, options={**options, "quality": chosen})
    if is_line_art(animation):
        yield 0, partial(lossless, frames, first_settings(animation))
    if shrunk:
        for settings in (*for_goal(animation, plan), *reductions(animation)):
            yield shrunk.source_size, partial(lossless, frames, settings)
        for lower in _lower(chosen):
            yield shrunk.source_size, partial(encoded, frames, options={**options, "quality": lower})
        yield shrunk.source_size, lambda: lossless(shrunk.nearest(), Settings())


def _apng(animation: Animation, options: dict[str, Any]) -> Iterator[Attempt]:
    shrunk = animation.shrunk

    def encoded(frames: Sequence[Image.Image]) -> bytes:
        return encode_apng.encode_frames(_uniform(frames), animation.durations, animation.plays, options)

    def reduced(settings: Settings) -> bytes:
        return encoded(_reduced(animation.frames, settings))

    yield 0, partial(encoded, animation.frames)
    if shrunk:
        for settings in (first_settings(animation), *reductions(animation)):
            yield shrunk.source_size, partial(reduced, settings)
        yield shrunk.source_size, lambda: encoded(shrunk.nearest())


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


def _reduced(frames: Sequence[Image.Image], settings: Settings) -> list[Image.Image]:
    """Return the frames with fewer colors. Only GIF's palettes make half-transparent pixels opaque."""
    if any(_is_half_transparent(frame) for frame in frames):
        return list(frames)
    return _uniform(encode_gif.reduce_colors(frames, settings))


def _is_half_transparent(frame: Image.Image) -> bool:
    return frame.mode == "RGBA" and any(frame.getchannel("A").histogram()[1:-1])


def _lower(quality: int) -> list[int]:
    return [max(1, int(quality * part)) for part in _LOWER_QUALITY]


def _uniform(frames: Sequence[Image.Image]) -> list[Image.Image]:
    """Return the frames all in RGB, or all in RGBA if any has transparency: one file has one mode."""
    mode = "RGBA" if any(frame.mode == "RGBA" for frame in frames) else "RGB"
    return [frame if frame.mode == mode else frame.convert(mode) for frame in frames]
