"""Give Pillow's writers an animation frame by frame, which they would otherwise get as a list of images."""

from typing import TYPE_CHECKING

from PIL import Image

from chalicelib.imaging.animation.frame_sequence import Frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL._imaging import PixelAccess


class FrameSequence(Image.Image):
    """An image of several frames, for `save` with `save_all`. Each is requested when Pillow loads it.

    Pillow's writers for WebP and AVIF go through the frames once: they call `seek`, then load the pixels.
    """

    def __init__(self, frames: Frames) -> None:
        super().__init__()
        self.n_frames = len(frames)
        self.is_animated = self.n_frames > 1
        self._images: Iterator[Image.Image] = iter(frames)
        self._loaded, self._wanted = -1, 0
        self.load()

    def seek(self, frame: int) -> None:
        """Choose the frame to load next. Raises EOFError behind the last one, as Pillow's images do."""
        if frame >= self.n_frames:
            raise EOFError("No more frames")
        self._wanted = frame

    def tell(self) -> int:
        """Return the number of the frame."""
        return self._wanted

    def load(self) -> "PixelAccess | None":
        """Take over the pixels of the frame. Pillow calls this when it needs them."""
        while self._loaded < self._wanted:
            image = next(self._images)
            image.load()
            self.im, self._mode, self._size = image.im, image.mode, image.size
            self._loaded += 1
        return super().load()
