"""A BMP as an image file of Pillow."""

from typing import TYPE_CHECKING

from PIL.ImageFile import ImageFile

from chalicelib.imaging.budget.time_budget import time_of
from chalicelib.imaging.containers.bmp_header import Header, read_header
from chalicelib.imaging.decoding.bmp import pixels

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess

_MAX_INDEX_BITS = 8


class BmpFile(ImageFile):
    """A BMP. Alpha that is 0 everywhere means that the image has none."""

    format = "BMP"

    def _open(self) -> None:
        """Read the header. Raises CorruptImage, UnsupportedFormat."""
        assert self.fp is not None  # noqa: S101  Pillow opens the file before it calls this
        self._content = self.fp.read()
        self._header: Header | None = read_header(self._content)
        header = self._header
        self._alpha = pixels.alpha(self._content, header)
        self._size = header.width, header.height
        self.decoding_bytes = pixels.memory(header)
        """The memory that decoding takes besides the image."""
        self.decoding_seconds = pixels.seconds(len(self._content), header)
        """The time that decoding takes besides reading pixels."""
        self._time = time_of(self.fp)
        indexed = header.bits <= _MAX_INDEX_BITS
        self._mode = "P" if indexed else "RGB" if self._alpha is None else "RGBA"

    def load(self) -> "PixelAccess | None":
        """Decode the pixels on first use. Raises CorruptImage."""
        if self._header is not None:
            decoded = pixels.decode(self._content, self._header, self._alpha, self._time)
            self.im, self._mode, self.palette = decoded.im, decoded.mode, decoded.palette
            self._header, self._content, self._alpha = None, b"", None
        return super().load()
