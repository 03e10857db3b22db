"""The colors of an animation's frames, collected in at most two passes over them."""

from collections.abc import Iterator
from functools import cached_property

from PIL import Image

from chalicelib.imaging.animation.frame_sequence import Frames
from chalicelib.imaging.animation.gif_palette import (
    ColorCount,
    Palette,
    black,
    opaque_pixels,
    packed_size,
    sample_scale,
    selection,
    thinned,
)
from chalicelib.imaging.animation.layer import OPAQUE, Layer

# Palettes are computed from at most this many frames.
_SAMPLE_FRAMES = 16


class FrameColors:
    """The colors of frames, of which palettes are made. A pass begins when its result is needed."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames

    @property
    def has_transparency(self) -> bool:
        """True if any pixel is transparent for GIF, which has no half-transparent ones."""
        return self._survey.has_transparency

    @property
    def has_half_transparency(self) -> bool:
        """True if any pixel is neither opaque nor transparent."""
        return self._survey.has_half_transparency

    def palette(self, limit: int) -> Palette:
        """Return the colors of the opaque pixels if there are at most `limit`, else a selection."""
        if not any(self._survey.opaque_pixels):
            return black()
        return self._survey.colors.palette(limit) or selection(self._sample, limit)

    @cached_property
    def _survey(self) -> "_Survey":
        return _Survey(self._frames)

    @cached_property
    def _sample(self) -> Image.Image:
        """Return a row of pixels from up to 16 frames, both taken at regular distances."""
        counts = self._survey.opaque_pixels
        shown = [number for number, pixels in enumerate(counts) if pixels]
        chosen = set(shown[:: -(-len(shown) // _SAMPLE_FRAMES)])
        scale = sample_scale(sum(self._survey.packed_pixels(counts[number]) for number in chosen))
        pixels = b"".join(
            thinned(opaque_pixels(Layer.of(frame)), scale).tobytes() for frame in self._those(chosen)
        )
        return Image.frombytes("RGB", (len(pixels) // 3, 1), pixels)

    def _those(self, numbers: set[int]) -> Iterator[Image.Image]:
        for number, frame in enumerate(self._frames):
            if number in numbers:
                yield frame
            if number == max(numbers):
                return


class _Survey:
    """What the first pass finds. It ends early if opaque frames have too many colors."""

    def __init__(self, frames: Frames) -> None:
        self.colors = ColorCount()
        self.opaque_pixels: list[int] = []
        self.has_transparency = self.has_half_transparency = False
        for frame in frames:
            self._size = frame.width * frame.height
            if frame.mode == "RGBA":
                self._add_alpha(frame)
            else:
                self.opaque_pixels.append(self._size)
            if self.opaque_pixels[-1] and not self.colors.is_full:
                self.colors.add(opaque_pixels(Layer.of(frame)))
            if self.colors.is_full and frame.mode == "RGB":
                break
        missing = len(frames) - len(self.opaque_pixels)
        self.opaque_pixels += [self._size] * missing

    def _add_alpha(self, frame: Image.Image) -> None:
        alpha = frame.getchannel("A").histogram()
        self.opaque_pixels.append(sum(alpha[OPAQUE:]))
        self.has_transparency |= self.opaque_pixels[-1] < self._size
        self.has_half_transparency |= any(alpha[1:-1])

    def packed_pixels(self, opaque: int) -> int:
        """Return the number of pixels of an image that `opaque_pixels` returns."""
        width, height = packed_size(opaque)
        return opaque if opaque == self._size else width * height
