"""Limits on images, checked against the header before anything is decoded."""

from dataclasses import dataclass

from chalicelib.errors import AnimationTooLarge, TooManyFrames, TooManyPixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on one image.

    `max_pixels` is width times height. `max_frames` and `max_animation_pixels`, the pixels of all frames
    together, are for animated variants. A million pixels takes up to 60 ms and 10 MB, so they bound both.
    """

    max_pixels: int = 100_000_000
    max_frames: int = 1_000
    max_animation_pixels: int = 100_000_000

    def check(self, width: int, height: int) -> None:
        """Raise TooManyPixels if the image exceeds the limit."""
        if width * height > self.max_pixels:
            raise TooManyPixels(
                f"The image has {width} x {height} pixels; at most {self.max_pixels:,} pixels are allowed"
            )

    def check_animation(self, width: int, height: int, frames: int) -> None:
        """Raise TooManyFrames or AnimationTooLarge if an animation exceeds a limit."""
        if frames > self.max_frames:
            raise TooManyFrames(f"The animation has too many frames; at most {self.max_frames:,} are allowed")
        if frames * width * height > self.max_animation_pixels:
            raise AnimationTooLarge(
                f"The animation has {frames:,} frames of {width} x {height} pixels;"
                f" at most {self.max_animation_pixels:,} pixels in total are allowed"
            )
