"""What an image may ask of the machine, judged by its header before anything is decoded."""

from dataclasses import dataclass

from chalicelib.errors import AnimationTooLarge, TooManyFrames, TooManyPixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Caps on one image.

    `max_pixels` is width times height. `max_frames` is for animations, `max_animation_pixels` for the
    pixels of all their frames together: at 35 ms and up to 5 MB for a million they bound time and memory.
    """

    max_pixels: int = 100_000_000
    max_frames: int = 1_000
    max_animation_pixels: int = 100_000_000

    def check(self, width: int, height: int, frames: int) -> None:
        """Raise TooManyPixels, TooManyFrames or AnimationTooLarge when the image is over a cap."""
        pixels = width * height
        if pixels > self.max_pixels:
            raise TooManyPixels(f"{width} x {height} is more than the {self.max_pixels:,} pixels allowed")
        if frames > self.max_frames:
            raise TooManyFrames(f"The animation has more than the {self.max_frames:,} frames allowed")
        if frames > 1 and frames * pixels > self.max_animation_pixels:
            raise AnimationTooLarge(
                f"{frames:,} frames of {width} x {height} are more than the "
                f"{self.max_animation_pixels:,} pixels allowed for an animation"
            )
