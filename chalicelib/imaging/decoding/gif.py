"""Read the first frame of a GIF as browsers show it: canvas that the frame leaves free is transparent."""

from typing import TYPE_CHECKING

from PIL import Image
from PIL.ImageFile import ImageFile

from chalicelib.errors import CorruptImage
from chalicelib.imaging.animation import gif_patches

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess


class FirstFrameGifFile(ImageFile):
    """A GIF reader for the first frame. The mode is P or L if the frame covers the canvas, else RGBA."""

    format = "GIF"

    def _open(self) -> None:
        """Read the first frame's header. Raises CorruptImage."""
        assert self.fp is not None  # noqa: S101  ImageFile sets it
        content = self.fp.read()
        self._frame = next(gif_patches.frames(content), None)
        if self._frame is None:
            raise CorruptImage("The GIF contains no image")
        self._size = gif_patches.canvas_size(content, self._frame)
        self._mode = "P" if self._frame.size == self._size else "RGBA"
        if self._mode == "P" and self._frame.transparent is not None:
            self.info["transparency"] = self._frame.transparent

    def load(self) -> "PixelAccess | None":
        """Decode the frame. Pillow calls this when the pixels are needed. Raises Pillow's errors."""
        if self._frame is not None:
            frame, self._frame = self._frame, None
            image = gif_patches.decode(frame) if self._mode == "P" else self._drawn(frame)
            self.im, self._mode, self.palette = image.im, image.mode, image.palette
        return super().load()

    def _drawn(self, frame: gif_patches.Frame) -> Image.Image:
        canvas = Image.new("RGBA", self._size)
        canvas.paste(gif_patches.decode(frame), frame.box[:2])
        return canvas
