"""Find the frames of an APNG, without decoding any pixels. The input is untrusted.

File format: https://www.w3.org/TR/png-3/#apng-frame-based-animation
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from struct import Struct

from chalicelib.imaging.containers.png_chunks import chunks

_ANIMATION_CONTROL = Struct(">II")
_FRAME_CONTROL = Struct(">IIIIHHBB")
_SEQUENCE_NUMBER = 4
# Encoders write chunks of 8 KB or more, so this is enough for 1,000 frames in a file of any accepted size.
_MAX_CHUNKS = 1 << 16
_DEFAULT_DELAY_DEN = 100
_DISPOSE_OPS, _BLEND_OPS = range(3), range(2)

Size = tuple[int, int]


@dataclass(slots=True)
class ApngFrame:
    """A frame that is not decoded yet. `duration` is in milliseconds, `data` is that of an IDAT chunk."""

    size: Size
    at: tuple[int, int]
    duration: int
    dispose_op: int
    blend_op: int
    data: bytearray = field(default_factory=bytearray)


def outline(content: bytes, max_frames: int) -> tuple[int, int]:
    """Return the number of frames, at most `max_frames` + 1, and of plays, 0 for endless.

    An image without an animation has one frame.
    """
    found = sum(1 for _ in islice(frames(content), max_frames + 1))
    return max(1, found), _animation_control(content)[1]


def frames(content: bytes) -> Iterator[ApngFrame]:
    """Yield the frames before the first invalid one. Frames without data are skipped, as in browsers."""
    return islice(_frames(content), _animation_control(content)[0])


def _frames(content: bytes) -> Iterator[ApngFrame]:
    canvas = _canvas(content)
    frame = None
    for kind, body in _parts(content):
        if kind == b"fcTL":
            if frame and frame.data:
                yield frame
            frame = _frame(body, canvas)
            if frame is None:
                return
        elif frame and (kind == b"fdAT" or frame.size == canvas):
            frame.data += body
    if frame and frame.data:
        yield frame


def _parts(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the frame controls and frame data in sequence, without the sequence numbers."""
    sequence = 0
    for kind, chunk in islice(chunks(content), _MAX_CHUNKS):
        body = chunk[8:-4]
        if kind == b"IDAT":
            yield kind, body
        elif kind in (b"fcTL", b"fdAT"):
            if int.from_bytes(body[:_SEQUENCE_NUMBER], "big") != sequence:
                return
            sequence += 1
            yield kind, body[_SEQUENCE_NUMBER:]


def _frame(control: memoryview, canvas: Size) -> ApngFrame | None:
    """Return the frame that this fcTL chunk describes, None if it is invalid."""
    if len(control) != _FRAME_CONTROL.size:
        return None
    width, height, left, top, delay_num, delay_den, dispose_op, blend_op = _FRAME_CONTROL.unpack(control)
    fits = 0 < width <= canvas[0] - left and 0 < height <= canvas[1] - top
    if not fits or dispose_op not in _DISPOSE_OPS or blend_op not in _BLEND_OPS:
        return None
    duration = round(1000 * delay_num / (delay_den or _DEFAULT_DELAY_DEN))
    return ApngFrame((width, height), (left, top), duration, dispose_op, blend_op)


def _animation_control(content: bytes) -> tuple[int, int]:
    """Return the numbers of frames and plays, (0, 0) if there is no acTL chunk before the image data."""
    for kind, chunk in islice(chunks(content), _MAX_CHUNKS):
        if kind == b"IDAT":
            break
        if kind == b"acTL" and len(chunk) == _ANIMATION_CONTROL.size + 12:
            frames_, plays = _ANIMATION_CONTROL.unpack_from(chunk, 8)
            return frames_, plays
    return 0, 0


def _canvas(content: bytes) -> Size:
    """Return the size from the IHDR chunk, which is always the first."""
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
