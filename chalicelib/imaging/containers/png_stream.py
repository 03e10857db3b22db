"""Write a PNG that has all image data in one chunk."""

from io import BytesIO

from isal import isal_zlib

from chalicelib.imaging.containers.png_chunks import SIGNATURE, chunk

_LENGTH_SIZE = 4


class PngStream:
    """A PNG that is written chunk by chunk, so that the file is copied only once.

    However many IDAT chunks a file has, this writes one: decoders take microseconds for each.
    """

    def __init__(self, *header: bytes | memoryview) -> None:
        self._file = BytesIO()
        self._file.writelines((SIGNATURE, *header))
        self._pixels = self._file.tell()
        self._file.write(chunk(b"IDAT", b"")[:-_LENGTH_SIZE])
        self._checksum = isal_zlib.crc32(b"IDAT")
        self._is_open = True

    def add_pixels(self, data: memoryview) -> None:
        """Add the data of an IDAT chunk. After any other chunk, it is dropped."""
        if self._is_open:
            self._file.write(data)
            self._checksum = isal_zlib.crc32(data, self._checksum)

    def add(self, chunk: bytes | memoryview) -> None:
        """Add any other chunk."""
        self._end_pixels()
        self._file.write(chunk)

    def finish(self) -> bytes:
        """Return the file."""
        self.add(chunk(b"IEND", b""))
        return self._file.getvalue()

    def _end_pixels(self) -> None:
        if not self._is_open:
            return
        self._is_open = False
        length = self._file.tell() - self._pixels - len(b"....IDAT")
        self._file.write(self._checksum.to_bytes(_LENGTH_SIZE, "big"))
        self._file.getbuffer()[self._pixels : self._pixels + _LENGTH_SIZE] = length.to_bytes(
            _LENGTH_SIZE, "big"
        )
