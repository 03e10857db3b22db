"""PNGs with metadata, and what is read from them."""

import struct
import zlib

from chalicelib.imaging.containers.container import Container
from chalicelib.imaging.containers.png import read
from tests.unit.imaging.container_files import PROFILE, chunk, orientation, png

EXIF_6 = chunk(b"eXIf", orientation(6))
GAMMA = chunk(b"gAMA", struct.pack(">I", 45_455))
XMP = b"XML:com.adobe.xmp\0"


def container(*chunks: bytes) -> Container:
    """Return what is read from a PNG with these chunks before its pixels."""
    return read(png(*chunks), 1)


def icc(profile: bytes = PROFILE, name: bytes = b"name", method: int = 0, *, sound: bool = True) -> bytes:
    """Return an iCCP chunk, with a wrong checksum if it is not to be sound."""
    return chunk(b"iCCP", name + bytes((0, method)) + zlib.compress(profile), sound=sound)
