"""The frames of a variant that are not held in memory, but decoded and drawn whenever they are needed."""

from collections.abc import Iterator

from msgspec import Struct
from PIL import Image

from chalicelib.imaging.animation.drawing import Drawing
from chalicelib.imaging.animation.frame_sequence import in_mode
from chalicelib.imaging.animation.source_frames import source_frames
from chalicelib.imaging.source import Source
from chalicelib.imaging.timer import Timer
from chalicelib.models import ImageInfo


class DrawnFrames(Struct, frozen=True):
    """The first `count` frames of a source, drawn for the plan with this number in the drawing."""

    source: Source
    info: ImageInfo
    drawing: Drawing
    number: int
    mode: str
    count: int

    def __len__(self) -> int:
        """Return the number of frames."""
        return self.count

    def __iter__(self) -> Iterator[Image.Image]:
        """Decode and draw the frames, with a decoder of its own: other threads may do the same."""
        frames = source_frames(self.source, self.info, Timer())
        for _, (frame, _) in zip(range(self.count), frames, strict=False):
            yield in_mode(self.drawing.images(frame, {self.number})[self.number], self.mode)
