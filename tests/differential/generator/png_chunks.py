"""The chunks of PNG files. PNG specification, third edition: https://www.w3.org/TR/png-3/"""

import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Parts:
    """The chunks before the image data, the image data, and what follows it."""

    before: list[bytes]
    data: list[bytes]
    after: list[bytes]

    def file(self) -> bytes:
        """Return the complete file."""
        return b"".join([SIGNATURE, *self.before, *self.data, *self.after])


def chunk(kind: bytes, body: bytes, crc: int | None = None) -> bytes:
    """Return a chunk, by default with the right checksum."""
    check = zlib.crc32(kind + body) if crc is None else crc
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def header(width: int, height: int, depth: int, color_type: int, interlace: str) -> bytes:
    """Return IHDR."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, bool(interlace)))


def iccp(profile: bytes) -> bytes:
    """Return iCCP."""
    return chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile))
