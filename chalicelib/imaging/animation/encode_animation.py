"""Encode animations as GIF or WebP."""

from collections.abc import Mapping
from typing import IO, Any

from chalicelib.imaging import memory_file
from chalicelib.imaging.animation import gif_palette
from chalicelib.imaging.animation.frames import Animation
from chalicelib.imaging.encode import SETTINGS, quality
from chalicelib.imaging.metadata.encoder_options import metadata_options
from chalicelib.imaging.metadata.keep import Metadata
from chalicelib.models import VariantPlan

# Transparent areas of a GIF frame show the previous frame, unless that is cleared first.
_CLEAR = 2


def encode_animation(animation: Animation, plan: VariantPlan, kept: Metadata) -> bytes:
    """Return the encoded file. It contains `kept` only as WebP, because GIF does not support it."""
    if plan.format == "gif":
        return _gif(animation)
    options = {**SETTINGS["webp"], **metadata_options("webp", kept), "quality": quality(plan.spec)}
    return _webp(animation, options)


def _webp(animation: Animation, options: Mapping[str, Any]) -> bytes:
    first, *rest = animation.frames
    durations, loop = animation.durations, animation.plays

    def write(file: IO[bytes]) -> None:
        first.save(
            file, format="webp", save_all=True, append_images=rest, duration=durations, loop=loop, **options
        )

    return memory_file.bytes_from(write)


def _gif(animation: Animation) -> bytes:
    first, *rest = gif_palette.to_palette(animation.frames)
    options: dict[str, Any] = {"transparency": gif_palette.TRANSPARENT}
    if any("transparency" in frame.info for frame in (first, *rest)):
        options["disposal"] = _CLEAR
    if animation.plays != 1:
        options["loop"] = max(0, animation.plays - 1)

    def write(file: IO[bytes]) -> None:
        first.save(
            file,
            format="gif",
            save_all=True,
            append_images=rest,
            duration=animation.durations,
            optimize=True,
            **options,
        )

    return memory_file.bytes_from(write)
