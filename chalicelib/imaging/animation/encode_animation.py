"""Encode animations, and keep those that were shrunk no larger in bytes than their source.

Line art has few colors, and resampling adds more at every edge, so that a smaller GIF can take more bytes.
A shrunk animation that does is encoded again with fewer colors, then from the nearest pixels.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PIL import Image, ImageColor

from chalicelib.imaging.animation import encode_apng, encode_avif, encode_gif, encode_webp
from chalicelib.imaging.animation.frames import Animation
from chalicelib.imaging.animation.gif_painter import Settings
from chalicelib.imaging.animation.gif_palette import Color
from chalicelib.imaging.encode import SETTINGS, quality
from chalicelib.models import VariantPlan

# Line art is encoded with fewer colors if it has more than this part of the source's bytes, scaled like the
# sides, because its bytes grow with the length of its edges. gifsicle, which uses only the source's colors,
# comes to between 0.7 and 0.95 of the scaled bytes.
_GOAL = 0.8
_LINE_ART = 64
# With transparency as one more color, the next larger number would lengthen every code by a bit.
_FEWER_COLORS = (63, 31, 15)
_MIN_COLORS = 7
_COARSE = 8
_LOWER_QUALITY = (0.75, 0.5)

# An attempt to encode, and the number of bytes above which it is made.
Attempt = tuple[int, Callable[[], bytes]]


def encode_animation(animation: Animation, plan: VariantPlan, exif: bytes) -> bytes:
    """Return the encoded file. It contains `exif`, except as GIF, which does not support it."""
    uniform = replace(animation, frames=_uniform(animation.frames))
    options = {**SETTINGS[plan.format], **({"exif": exif} if exif else {})}
    if plan.format == "gif":
        return _smallest(_gif(uniform, plan))
    if plan.format == "webp":
        return _smallest(_webp(uniform, plan, options))
    if plan.format == "png":
        return _smallest(_apng(uniform, plan, options))
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
    yield 0, partial(encoded, animation.frames, settings=_adaptive(animation))
    if animation.shrunk:
        limit, nearest = animation.shrunk.source_size, animation.shrunk.nearest
        goal = int(_GOAL * animation.shrunk.scale * limit) if _is_line_art(animation) else limit
        for settings in _fewer_colors(animation, plan):
            yield goal, partial(encoded, animation.frames, settings=settings)
        yield limit, lambda: encoded(nearest(), settings=Settings())


def _webp(animation: Animation, plan: VariantPlan, options: dict[str, Any]) -> Iterator[Attempt]:
    durations, plays, frames = animation.durations, animation.plays, animation.frames
    chosen = quality(plan.spec)

    def lossy(quality: int) -> bytes:
        return encode_webp.encode_frames(frames, durations, plays, {**options, "quality": quality})

    def lossless(frames: Sequence[Image.Image], settings: Settings) -> bytes:
        reduced = _uniform(encode_gif.reduce_colors(frames, settings))
        return encode_webp.encode_frames(reduced, durations, plays, {**options, "lossless": True})

    yield 0, partial(lossy, chosen)
    if _is_line_art(animation):
        yield 0, partial(lossless, frames, _adaptive(animation))
    if animation.shrunk:
        limit, nearest = animation.shrunk.source_size, animation.shrunk.nearest
        for settings in _fewer_colors(animation, plan):
            yield limit, partial(lossless, frames, settings)
        for part in _LOWER_QUALITY:
            yield limit, partial(lossy, max(1, int(chosen * part)))
        yield limit, lambda: lossless(nearest(), Settings())


def _apng(animation: Animation, plan: VariantPlan, options: dict[str, Any]) -> Iterator[Attempt]:
    def encoded(frames: Sequence[Image.Image]) -> bytes:
        return encode_apng.encode_frames(_uniform(frames), animation.durations, animation.plays, options)

    yield 0, partial(encoded, animation.frames)
    if animation.shrunk:
        limit, nearest = animation.shrunk.source_size, animation.shrunk.nearest
        for settings in (_adaptive(animation), *_fewer_colors(animation, plan)):
            yield limit, partial(_reduced, encoded, animation.frames, settings)
        yield limit, lambda: encoded(nearest())


def _reduced(
    encoded: Callable[[Sequence[Image.Image]], bytes], frames: Sequence[Image.Image], settings: Settings
) -> bytes:
    return encoded(encode_gif.reduce_colors(frames, settings))


def _avif(animation: Animation, plan: VariantPlan, options: dict[str, Any]) -> Iterator[Attempt]:
    def encoded(quality: int) -> bytes:
        return encode_avif.encode_frames(
            animation.frames, animation.durations, animation.plays, {**options, "quality": quality}
        )

    chosen = quality(plan.spec)
    yield 0, partial(encoded, chosen)
    if animation.shrunk:
        for part in _LOWER_QUALITY:
            yield animation.shrunk.source_size, partial(encoded, max(1, int(chosen * part)))


def _is_line_art(animation: Animation) -> bool:
    return animation.colors is not None and len(animation.colors) <= _LINE_ART


def _adaptive(animation: Animation) -> Settings:
    """Return the settings for the first attempt: about as many colors as the source has."""
    if animation.colors is None:
        return Settings()
    colors = max(len(animation.colors), _MIN_COLORS)
    # A power of two would leave no room for transparency (see _FEWER_COLORS).
    return Settings(colors=colors - (colors.bit_count() == 1))


def _fewer_colors(animation: Animation, plan: VariantPlan) -> Iterator[Settings]:
    if animation.colors and _is_line_art(animation):
        background = ImageColor.getrgb(plan.spec.background) if plan.spec.fit == "contain" else ()
        yield Settings(palette=_with(animation.colors, background))
    for colors in _FEWER_COLORS:
        if colors < _adaptive(animation).colors:
            yield Settings(colors=colors, tolerance=_COARSE)


def _with(colors: tuple[Color, ...], background: tuple[int, ...]) -> tuple[Color, ...]:
    if not background:
        return colors
    red, green, blue, *_ = background
    return tuple(dict.fromkeys((*colors, (red, green, blue))))


def _uniform(frames: Sequence[Image.Image]) -> list[Image.Image]:
    """Return the frames all in RGB, or all in RGBA if any has transparency: one file has one mode."""
    mode = "RGBA" if any(frame.mode == "RGBA" for frame in frames) else "RGB"
    return [frame if frame.mode == mode else frame.convert(mode) for frame in frames]
