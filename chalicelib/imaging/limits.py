"""Limits on images, checked against the header before any pixels that they limit are decoded."""

from dataclasses import dataclass

from chalicelib.errors import AnimationTooLarge, TooComplex, TooManyFrames


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on one image.

    `max_decode_bytes` is the memory for decoding (see decode_cost.py). `max_frames` and
    `max_animation_pixels`, the pixels of all frames together, are for animated variants.
    """

    max_decode_bytes: int = 1_000_000_000
    max_frames: int = 1_000
    max_animation_pixels: int = 100_000_000

    @property
    def max_held_frame_bytes(self) -> int:
        """The memory for drawn frames of animated variants. Those that do not fit are drawn several times."""
        return self.max_decode_bytes // 4

    def check_decoding(self, width: int, height: int, needed: int) -> None:
        """Raise TooComplex if decoding needs more bytes of memory than the limit."""
        if needed > self.max_decode_bytes:
            raise TooComplex(
                f"The image has {width} x {height} pixels; decoding it would take {needed / 1e6:,.0f} MB of"
                f" memory. The limit is {self.max_decode_bytes / 1e6:,.0f} MB; reduce the image's dimensions"
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
