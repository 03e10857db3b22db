"""Write a PNG that has all image data in one chunk."""

from isal import isal_zlib

from chalicelib.imaging.containers.png_chunks import SIGNATURE, chunk

_KIND = b"IDAT"
_NUMBER_SIZE = 4
# libpng writes chunks of 8 KB.
_FEW_BYTES = 4096


class PngStream:
    """A PNG that is written chunk by chunk. What it is given is copied only when it is finished.

    However many IDAT chunks a file has, this writes one: decoders take microseconds for each.
    """

    def __init__(self, *header: bytes | memoryview) -> None:
        self._parts: list[bytes | memoryview] = [SIGNATURE, *header]
        self._pixels: list[memoryview] = []
        self._is_open = True

    @property
    def has_small_chunks(self) -> bool:
        """Whether the file has many chunks of image data for its size."""
        return len(self._pixels) > 1 and self._length < len(self._pixels) * _FEW_BYTES

    def add_pixels(self, data: memoryview) -> bool:
        """Add the data of an IDAT chunk, and return True. After any other chunk, it is dropped."""
        if self._is_open:
            self._pixels.append(data)
        return self._is_open

    def add(self, chunk: bytes | memoryview) -> None:
        """Add any other chunk."""
        self._end_pixels()
        self._parts.append(chunk)

    def finish(self) -> bytes:
        """Return the file."""
        self.add(chunk(b"IEND", b""))
        return b"".join(self._parts)

    @property
    def _length(self) -> int:
        return sum(map(len, self._pixels))

    def _end_pixels(self) -> None:
        if not self._is_open:
            return
        self._is_open = False
        checksum = isal_zlib.crc32(_KIND)
        for data in self._pixels:
            checksum = isal_zlib.crc32(data, checksum)
        start = self._length.to_bytes(_NUMBER_SIZE, "big") + _KIND
        self._parts += [start, *self._pixels, checksum.to_bytes(_NUMBER_SIZE, "big")]
