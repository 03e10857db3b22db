"""An animation that is ready to be encoded."""

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from chalicelib.imaging.animation.frame_colors import FrameColors
from chalicelib.imaging.animation.frame_sequence import Frames
from chalicelib.imaging.animation.layer import Color


class Shrunk(Struct, frozen=True):
    """What an encoder needs to keep a smaller animation below its source's size in bytes.

    `scale` is the ratio of the sides (0..1). `nearest` are the frames with each pixel drawn as the nearest
    one of the source, so that no colors are added.
    """

    source_size: int
    scale: float
    nearest: Frames


class Animation(Struct, dict=True):
    """The frames of one variant.

    `plays` is the number of times to play the animation, 0 for endless. Durations are in milliseconds, as
    the source states them: browsers show frames of up to 10 ms for 100 ms, whatever the format. `colors`
    are those of the source's frames, None if there are more than 255. `shrunk` is None if the animation is
    not clearly smaller than its source.
    """

    plays: int
    frames: Frames
    durations: Sequence[int]
    colors: tuple[Color, ...] | None = None
    shrunk: Shrunk | None = None

    @cached_property
    def frame_colors(self) -> FrameColors:
        """The colors of these frames, which all attempts to encode share."""
        return FrameColors(self.frames)
