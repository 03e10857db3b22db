"""A TIFF as an image file of Pillow, for the streams of `containers.tiff_stream`."""

from typing import TYPE_CHECKING

from PIL.ImageFile import ImageFile

from chalicelib.imaging.budget.time_budget import time_of
from chalicelib.imaging.containers.ifd import directories
from chalicelib.imaging.containers.tiff_page import Page, read_page
from chalicelib.imaging.decoding.tiff import layouts, samples
from chalicelib.imaging.decoding.tiff.block_rows import libtiff
from chalicelib.imaging.decoding.tiff.colors import finish, join
from chalicelib.imaging.decoding.tiff.cost import besides_image, seconds

if TYPE_CHECKING:
    from PIL._imaging import PixelAccess


class TiffFile(ImageFile):
    """The only page of a TIFF. The mode before the pixels are decoded only tells whether they have alpha."""

    format = "TIFF"
    _page: Page | None = None

    def _open(self) -> None:
        """Read the page. Raises UnsupportedFormat if its samples cannot be decoded."""
        assert self.fp is not None  # noqa: S101  Pillow opens the file before it calls this
        self._content = self.fp.read()
        page = read_page(next(directories(self._content)))
        layout = layouts.find(page)
        self._page, self._layout = page, layout
        self._size = page.width, page.height
        self.decoding_bytes = besides_image(page, len(self._content), one_by_one=layout is None)
        """The memory that decoding takes besides the image."""
        self.decoding_seconds = seconds(page, one_by_one=layout is None)
        """The time that decoding takes besides reading pixels."""
        self._time = time_of(self.fp)
        self._mode = (layout.mode if layout else samples.mode(page)).replace("CMYKA", "RGBA")

    def load(self) -> "PixelAccess | None":
        """Decode the pixels on first use. Raises CorruptImage."""
        if self._page is not None:
            page, self._page = self._page, None
            if self._layout:
                mode, raw_mode = self._layout
                decoded = libtiff(self._content, mode, self._size, raw_mode)
            else:
                decoded = join(samples.decode(self._content, page, self._time), samples.mode(page), page)
            finished = finish(decoded, page)
            self.im, self._mode, self.palette = finished.im, finished.mode, finished.palette
            self._content = b""
        return super().load()
