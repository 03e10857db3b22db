"""Encode animations as AVIF image sequences.

libavif writes the current time to the file, and Pillow does not pass it the number of plays. Both are set
here afterwards, in the boxes of ISO/IEC 14496-12 (sections 8.2.2, 8.3.2, 8.4.2 and 8.6.6).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.imaging.animation.frame_sequence import Frames
from chalicelib.imaging.animation.pillow_sequence import FrameSequence
from chalicelib.imaging.containers.isobmff import Box, boxes
from chalicelib.imaging.encoding import avif_plugin, memory_file

_PARENTS = (b"moov", b"trak", b"edts", b"mdia")
_ENDLESS = (1 << 64) - 1
# libavif writes version 1 of these boxes, with 64-bit numbers. After version and flags (4 bytes) come the
# creation and modification time. The positions are those of the durations.
_TIMED = (b"mvhd", b"tkhd", b"mdhd")
_TIMES, _TIMES_SIZE, _NUMBER_SIZE = 4, 16, 8
_DURATIONS = {b"mvhd": 24, b"tkhd": 28}
_SEGMENT_DURATION = 8
# Chromium 156 shows sequences of full range with too much contrast.
_RANGE = "limited"


def encode_frames(frames: Frames, durations: Sequence[int], plays: int, options: Mapping[str, Any]) -> bytes:
    """Return the AVIF. A frame is shown for at least 1 ms."""
    avif_plugin.register()
    shown = [max(1, duration) for duration in durations]
    images = FrameSequence(frames)
    content = memory_file.saved(images, "avif", save_all=True, duration=shown, range=_RANGE, **options)
    return _timeless(content, plays)


def _timeless(content: bytes, plays: int) -> bytes:
    """Return the file without its time of creation, played this often."""
    patched = bytearray(content)
    found = list(_inside(content, 0, len(content)))
    once = max(_number(content, box.start + _SEGMENT_DURATION) for box in found if box.kind == b"elst")
    total = min(once * plays, _ENDLESS) if plays else _ENDLESS
    for box in found:
        if box.kind in _TIMED:
            times = box.start + _TIMES
            patched[times : times + _TIMES_SIZE] = bytes(_TIMES_SIZE)
        if box.kind in _DURATIONS:
            duration = box.start + _DURATIONS[box.kind]
            patched[duration : duration + _NUMBER_SIZE] = total.to_bytes(_NUMBER_SIZE, "big")
    return bytes(patched)


def _number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + _NUMBER_SIZE], "big")


def _inside(content: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield every box that libavif wrote, and those inside."""
    for box in boxes(content, start, end):
        yield box
        if box.kind in _PARENTS:
            yield from _inside(content, box.start, box.end)
