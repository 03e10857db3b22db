"""Encode animations as WebP."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from chalicelib.imaging.animation.frame_sequence import Frames
from chalicelib.imaging.animation.pillow_sequence import FrameSequence
from chalicelib.imaging.encoding import memory_file

# The container's limits and flags: https://developers.google.com/speed/webp/docs/riff_container
_MAX_PLAYS = 0xFFFF
_MAX_DURATION = 0xFFFFFF
_FLAGS_AT = 20
_ALPHA = 0x10
# Only players that seek need key frames. Without them, a screencast takes an eighth of the bytes. With
# `minimize_size`, libwebp would write none either, but try each frame in several ways: twice the time for
# 0 to 1% of the bytes.
_NO_KEY_FRAMES: Mapping[str, Any] = MappingProxyType({"kmin": 2**30 - 2, "kmax": 2**30 - 1})


def encode_frames(frames: Frames, durations: Sequence[int], plays: int, options: Mapping[str, Any]) -> bytes:
    """Return the WebP. libwebp merges frames that look the same."""
    images = FrameSequence(frames)
    content = memory_file.saved(
        images,
        "webp",
        save_all=True,
        duration=[min(duration, _MAX_DURATION) for duration in durations],
        loop=min(plays, _MAX_PLAYS),
        **_NO_KEY_FRAMES,
        **options,
    )
    return _with_alpha(content) if images.mode == "RGBA" else content


def _with_alpha(content: bytes) -> bytes:
    """Set the flag for transparency, without which some decoders ignore it.

    libwebp does not if each frame is an opaque rectangle, and only the canvas around it is transparent.
    """
    if content[12:16] != b"VP8X":
        return content  # all frames are the same, so libwebp wrote a still image
    return content[:_FLAGS_AT] + bytes((content[_FLAGS_AT] | _ALPHA,)) + content[_FLAGS_AT + 1 :]
