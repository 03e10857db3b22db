"""Encode animations as AVIF image sequences.

libavif writes the current time to the file, and Pillow does not pass it the number of plays. Both are set
here afterwards, in the boxes of ISO/IEC 14496-12 (sections 8.2.2, 8.3.2, 8.4.2 and 8.6.6).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from PIL import Image

from chalicelib.imaging.encoding import memory_file

_PARENTS = (b"moov", b"trak", b"edts", b"mdia")
_ENDLESS = (1 << 64) - 1
# libavif writes version 1 of these boxes, with 64-bit numbers. After the box header (8 bytes) and version
# and flags (4 bytes) come the creation and modification time. The positions are those of the durations.
_TIMED = (b"mvhd", b"tkhd", b"mdhd")
_TIMES, _TIMES_SIZE, _NUMBER_SIZE = 12, 16, 8
_DURATIONS = {b"mvhd": 32, b"tkhd": 36}
_SEGMENT_DURATION = 16
# Chromium 156 shows sequences of full range with too much contrast.
_RANGE = "limited"


def encode_frames(
    frames: Sequence[Image.Image], durations: Sequence[int], plays: int, options: Mapping[str, Any]
) -> bytes:
    """Return the AVIF of frames that are all RGB or all RGBA. A frame is shown for at least 1 ms."""
    first, *rest = frames
    shown = [max(1, duration) for duration in durations]

    def write(file: IO[bytes]) -> None:
        first.save(
            file, format="avif", save_all=True, append_images=rest, duration=shown, range=_RANGE, **options
        )

    return _timeless(memory_file.bytes_from(write), plays)


def _timeless(content: bytes, plays: int) -> bytes:
    """Return the file without its time of creation, played this often."""
    patched = bytearray(content)
    boxes = list(_boxes(content, 0, len(content)))
    once = max(_number(content, at + _SEGMENT_DURATION) for kind, at in boxes if kind == b"elst")
    total = min(once * plays, _ENDLESS) if plays else _ENDLESS
    for kind, at in boxes:
        if kind in _TIMED:
            patched[at + _TIMES : at + _TIMES + _TIMES_SIZE] = bytes(_TIMES_SIZE)
        if kind in _DURATIONS:
            duration = at + _DURATIONS[kind]
            patched[duration : duration + _NUMBER_SIZE] = total.to_bytes(_NUMBER_SIZE, "big")
    return bytes(patched)


def _number(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + _NUMBER_SIZE], "big")


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Yield the type and position of every box that libavif wrote, and of those inside."""
    at = start
    while at < end:
        size, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        yield kind, at
        if kind in _PARENTS:
            yield from _boxes(content, at + 8, at + size)
        at += size
