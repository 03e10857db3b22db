"""Encode animations as WebP."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

from PIL import Image

from chalicelib.imaging import memory_file

# The container's limits: https://developers.google.com/speed/webp/docs/riff_container#animation
_MAX_PLAYS = 0xFFFF
_MAX_DURATION = 0xFFFFFF


def encode_frames(
    frames: Sequence[Image.Image], durations: Sequence[int], plays: int, options: Mapping[str, Any]
) -> bytes:
    """Return the WebP of frames that are all RGB or all RGBA. libwebp merges frames that look the same."""
    first, *rest = frames

    def write(file: IO[bytes]) -> None:
        first.save(
            file,
            format="webp",
            save_all=True,
            append_images=rest,
            duration=[min(duration, _MAX_DURATION) for duration in durations],
            loop=min(plays, _MAX_PLAYS),
            **options,
        )

    return memory_file.bytes_from(write)
