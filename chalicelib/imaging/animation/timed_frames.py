"""Stop going through frames when there is no time left for the next one."""

from collections.abc import Iterator

from msgspec import Struct
from PIL import Image

from chalicelib.imaging.animation.frame_sequence import Frames
from chalicelib.imaging.budget.time_budget import TimeBudget


class TimedFrames(Struct, frozen=True):
    """Frames of which each takes up to `seconds` to encode, because encoders cannot be interrupted."""

    frames: Frames
    time: TimeBudget
    seconds: float

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.frames)

    def __iter__(self) -> Iterator[Image.Image]:
        """Return the frames. Raises TooComplex or OutOfTime if the time is over."""
        for frame in self.frames:
            self.time.require(self.seconds)
            yield frame
