"""Split a PNG into its chunks: length, type, data, checksum. The input is untrusted.

File format: https://www.w3.org/TR/png-3/#5Chunk-layout
"""

from collections.abc import Iterator, Mapping
from struct import Struct

from isal import isal_zlib

from chalicelib.errors import TooComplex

Chunks = Mapping[bytes, memoryview]
"""The data of chunks by type."""

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = Struct(">I4s")
_CHECKSUM_SIZE = 4
_AROUND_DATA = _HEADER.size + _CHECKSUM_SIZE
_LENGTH = Struct(">I")
# 50 MB in chunks of 8 KB, the size that libpng writes, are 6,400 chunks. Reading 50,000 takes 0.1 s.
_MAX_CHUNKS = 50_000
# The bit that makes the first letter of a type lowercase, and the chunk ancillary.
_ANCILLARY = 0x20


def chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the type and all bytes of each chunk, up to the end of the image or of a truncated file.

    Raises TooComplex before the first one if there are more than 50,000 chunks.
    """
    _check_count(content)
    view, size, header = memoryview(content), len(content), _HEADER.unpack_from
    at = len(SIGNATURE)
    while at + _AROUND_DATA <= size:
        length, kind = header(content, at)
        end = at + _AROUND_DATA + length
        yield kind, view[at:end]
        if kind == b"IEND":
            return
        at = end


def _check_count(content: bytes) -> None:
    """Raise TooComplex for a flood of chunks. Counting takes a tenth of the time of reading them."""
    at, last, length_at = len(SIGNATURE), len(content) - _AROUND_DATA, _LENGTH.unpack_from
    for _ in range(_MAX_CHUNKS):
        if at > last:
            return
        at += _AROUND_DATA + length_at(content, at)[0]
    if at <= last:
        raise TooComplex(f"The PNG has more than {_MAX_CHUNKS:,} chunks; save it again with another program")


def chunk(kind: bytes, data: bytes | memoryview) -> bytes:
    """Return a chunk with this data."""
    return b"".join((_HEADER.pack(len(data), kind), data, checksum(kind, data)))


def checksum(kind: bytes, data: bytes | memoryview) -> bytes:
    """Return the checksum of a chunk with this data."""
    return isal_zlib.crc32(data, isal_zlib.crc32(kind)).to_bytes(_CHECKSUM_SIZE, "big")


def data_of(chunk: memoryview) -> memoryview:
    """Return the data of a chunk, or what is left of it in a truncated file."""
    length, _ = _HEADER.unpack_from(chunk)
    return chunk[_HEADER.size : _HEADER.size + length]


def is_intact(chunk: memoryview) -> bool:
    """Return whether a chunk is complete and its checksum is right."""
    data = data_of(chunk)
    return len(chunk) == len(data) + _AROUND_DATA and chunk[-_CHECKSUM_SIZE:] == checksum(
        bytes(chunk[4:8]), data
    )


def is_ancillary(kind: bytes) -> bool:
    """Return whether decoders that do not know this type of chunk may ignore it."""
    return bool(kind[0] & _ANCILLARY)
