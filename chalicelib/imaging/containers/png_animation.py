"""Choose the chunks of an APNG that are sound, so that broken ones do not affect the still image.

Chunks: https://www.w3.org/TR/png-3/#apng-chunks. The input is untrusted.
"""

from struct import Struct

from chalicelib.imaging.containers.png_chunks import data_of, is_intact

KINDS = {b"acTL", b"fcTL", b"fdAT"}
_SIZE = Struct(">II")
ANIMATION_CONTROL = Struct(">II")
FRAME_CONTROL = Struct(">IIIIIHHBB")
SEQUENCE_NUMBER_SIZE = 4
_MAX_FRAMES = (1 << 31) - 1
_DISPOSE_OPS, _BLEND_OPS = range(3), range(2)


class AnimationChunks:
    """Keeps the chunks of an animation before the first broken one. `header` is the data of IHDR."""

    def __init__(self, header: memoryview) -> None:
        self._canvas: tuple[int, int] = _SIZE.unpack_from(header)
        self._is_sound = True
        self._is_animated = False
        self._has_frame = False
        self._sequence = 0

    def keeps(self, kind: bytes, chunk: memoryview, *, after_pixels: bool) -> bool:
        """Return whether to keep a chunk. `after_pixels` is whether it comes after the first IDAT chunk."""
        accepts = {b"acTL": self._animation, b"fcTL": self._frame, b"fdAT": self._data}[kind]
        self._is_sound = (
            self._is_sound and is_intact(chunk) and accepts(data_of(chunk), after_pixels=after_pixels)
        )
        return self._is_sound

    def _animation(self, data: memoryview, *, after_pixels: bool) -> bool:
        if after_pixels or self._is_animated or len(data) != ANIMATION_CONTROL.size:
            return False
        self._is_animated = True
        frames: int = ANIMATION_CONTROL.unpack(data)[0]
        return 0 < frames <= _MAX_FRAMES

    def _frame(self, data: memoryview, *, after_pixels: bool) -> bool:
        """Check a frame's size. The frame of the IDAT chunks is the first one, and as large as the image."""
        if not self._is_animated or not self._is_next(data) or len(data) != FRAME_CONTROL.size:
            return False
        _, width, height, left, top, _, _, dispose_op, blend_op = FRAME_CONTROL.unpack(data)
        self._has_frame = after_pixels
        return bool(
            0 < width <= self._canvas[0] - left
            and 0 < height <= self._canvas[1] - top
            and (after_pixels or (self._sequence == 1 and (width, height) == self._canvas))
            and dispose_op in _DISPOSE_OPS
            and blend_op in _BLEND_OPS
        )

    def _data(self, data: memoryview, *, after_pixels: bool) -> bool:
        return after_pixels and self._has_frame and self._is_next(data)

    def _is_next(self, data: memoryview) -> bool:
        """Return whether a chunk has the next sequence number."""
        number = int.from_bytes(data[:SEQUENCE_NUMBER_SIZE], "big")
        self._sequence += 1
        return len(data) >= SEQUENCE_NUMBER_SIZE and number == self._sequence - 1
