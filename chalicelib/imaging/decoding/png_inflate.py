"""Decompress the image data of a PNG with ISA-L.

Pillow's Linux wheels use the system's zlib, which takes half of the time to decode a large PNG. Intel's
ISA-L (package isal, 0.3 MB, with SIMD for x86-64 and arm64) needs half as long.
"""

from typing import Final

from isal import isal_zlib

# Compressed bytes per step. Deflate expands data at most about 1,030 times, so this limits the memory too.
STEP: Final = 1 << 14
_RAW_DEFLATE = -15
_HEADER_SIZE = 2
_UNLIMITED = 0


class Inflate:
    """Decompresses zlib's format (RFC 1950) step by step, without its checksum, which does not matter."""

    def __init__(self) -> None:
        self._header = b""
        self._stream = isal_zlib.decompressobj(_RAW_DEFLATE)

    @property
    def eof(self) -> bool:
        """Whether the end of the stream has been read."""
        return self._stream.eof

    @property
    def rest(self) -> bytes:
        """What `most` left of the data. It has to be decompressed next."""
        return self._stream.unconsumed_tail

    def decompress(self, data: bytes | memoryview, most: int = _UNLIMITED) -> bytes:
        """Return the decompressed data, at most so many bytes. Raises OSError and isal_zlib.error."""
        missing = _HEADER_SIZE - len(self._header)
        if missing:
            self._header += data[:missing]
            if len(self._header) == _HEADER_SIZE and not _is_zlib(self._header):
                raise OSError("broken image data: no zlib header")
        return self._stream.decompress(data[missing:] if missing else data, most)


def _is_zlib(header: bytes) -> bool:
    """Return whether a zlib header is valid: method 8, no dictionary, a checksum (RFC 1950, section 2.2)."""
    return header[0] & 0x0F == 8 and not header[1] & 0x20 and int.from_bytes(header, "big") % 31 == 0  # noqa: PLR2004  the RFC's numbers
