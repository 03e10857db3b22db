"""Limits on images, checked against the header before any pixels that they limit are decoded."""

from msgspec import Struct

from chalicelib.errors import AnimationTooLarge, TooComplex, TooManyFrames
from chalicelib.imaging.budget.cost import Cost
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.models import ImageInfo


class Limits(Struct, frozen=True, kw_only=True):
    """Limits on one image.

    `max_decode_bytes` is the memory for processing it (see run_cost.py). `max_frames` and
    `max_animation_pixels`, the pixels of all frames together, are for animated variants. All apply to the
    whole image, because a crop does not spare the decoder.
    """

    max_decode_bytes: int = 1_000_000_000
    max_frames: int = 1_000
    max_animation_pixels: int = 100_000_000

    def check_cost(self, whole: ImageInfo, cost: Cost, time: TimeBudget) -> None:
        """Raise TooComplex if the image takes more memory or time than there is.

        Raises OutOfTime if it only takes more time than is left of the invocation.
        """
        if cost.memory > self.max_decode_bytes:
            raise TooComplex(
                f"The image has {whole.width} x {whole.height} pixels; processing it would take"
                f" {cost.memory / 1e6:,.0f} MB of memory. The limit is {self.max_decode_bytes / 1e6:,.0f} MB;"
                " reduce the image's dimensions"
            )
        time.admit(cost.seconds)

    def check_animation(self, whole: ImageInfo) -> None:
        """Raise TooManyFrames or AnimationTooLarge if an animation exceeds a limit."""
        if whole.frames > self.max_frames:
            raise TooManyFrames(f"The animation has too many frames; at most {self.max_frames:,} are allowed")
        if whole.frames * whole.width * whole.height > self.max_animation_pixels:
            raise AnimationTooLarge(
                f"The animation has {whole.frames:,} frames of {whole.width} x {whole.height} pixels;"
                f" at most {self.max_animation_pixels:,} pixels in total are allowed"
            )
