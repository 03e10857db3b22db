"""Find the frames of an APNG, without decoding any pixels.

File format: https://www.w3.org/TR/png-3/#apng-frame-based-animation
"""

from collections.abc import Iterator
from itertools import islice

from msgspec import Struct, field

from chalicelib.imaging.containers.png_animation import ANIMATION_CONTROL, FRAME_CONTROL, SEQUENCE_NUMBER_SIZE
from chalicelib.imaging.containers.png_chunks import chunks, data_of

_DEFAULT_DELAY_DEN = 100


class ApngFrame(Struct):
    """A frame that is not decoded yet. `duration` is in milliseconds, `data` is that of IDAT chunks."""

    size: tuple[int, int]
    at: tuple[int, int]
    duration: int
    dispose_op: int
    blend_op: int
    data: list[memoryview] = field(default_factory=list)


def outline(stream: bytes, max_frames: int) -> tuple[int, int]:
    """Return the number of frames, at most `max_frames` + 1, and of plays, 0 for endless.

    An image without an animation has one frame.
    """
    found = sum(1 for _ in islice(frames(stream), max_frames + 1))
    return max(1, found), _animation_control(stream)[1]


def frames(stream: bytes) -> Iterator[ApngFrame]:
    """Yield the frames. All chunks of the animation must be valid: see png_animation.py."""
    return islice(_frames(stream), _animation_control(stream)[0])


def _frames(stream: bytes) -> Iterator[ApngFrame]:
    frame: ApngFrame | None = None
    for kind, chunk in chunks(stream):
        if kind in (b"fcTL", b"IEND"):
            # Browsers skip a frame without data.
            if frame and any(frame.data):
                yield frame
            frame = _frame(data_of(chunk)) if kind == b"fcTL" else None
        elif kind == b"IDAT" and frame:
            frame.data.append(data_of(chunk))
        elif kind == b"fdAT" and frame:
            frame.data.append(data_of(chunk)[SEQUENCE_NUMBER_SIZE:])


def _frame(control: memoryview) -> ApngFrame:
    _, width, height, left, top, delay_num, delay_den, dispose_op, blend_op = FRAME_CONTROL.unpack(control)
    duration = round(1000 * delay_num / (delay_den or _DEFAULT_DELAY_DEN))
    return ApngFrame((width, height), (left, top), duration, dispose_op, blend_op)


def _animation_control(stream: bytes) -> tuple[int, int]:
    """Return the numbers of frames and of plays, (0, 0) for a still image."""
    control = next((data_of(chunk) for kind, chunk in chunks(stream) if kind == b"acTL"), None)
    frames_, plays = ANIMATION_CONTROL.unpack(control) if control else (0, 0)
    return frames_, plays
