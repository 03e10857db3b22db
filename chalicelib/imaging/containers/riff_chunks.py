"""Split a WebP into its chunks: type, length, data, a byte of padding if the length is odd.

File format: https://developers.google.com/speed/webp/docs/riff_container. The input is untrusted.
"""

from collections.abc import Iterator
from itertools import chain
from struct import Struct

from chalicelib.errors import CorruptImage, TooComplex

Chunk = tuple[bytes, bytes | memoryview]
"""The type and the data of a chunk."""

_FILE_HEADER_SIZE = 12
_WITH_PIXELS = {b"ANMF", b"ALPH", b"VP8 ", b"VP8L"}
_HEADER = Struct("<4sI")
# Far more than any file has: one for each of at most 1,000 frames, and at most ten others.
_MAX_CHUNKS = 10_000


def file_chunks(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the type and data of the chunks of a file, up to the size in its header, if it is that long.

    Raises TooComplex if there are more than 10,000 chunks.
    """
    _, size = _HEADER.unpack_from(content.ljust(_HEADER.size, b"\0"))
    return chunks(memoryview(content)[_FILE_HEADER_SIZE : _HEADER.size + size])


def chunks(view: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the type and data of chunks.

    Raises CorruptImage if a chunk with pixels is truncated, and TooComplex if there are more than 10,000.
    """
    at, size = 0, len(view)
    for _ in range(_MAX_CHUNKS + 1):
        if at + _HEADER.size > size:
            return
        kind, length = _HEADER.unpack_from(view, at)
        at += _HEADER.size
        if at + length > size:
            if kind in _WITH_PIXELS:
                raise CorruptImage("The image is damaged and cannot be decoded: it is truncated")
            return
        yield kind, view[at : at + length]
        at += length + length % 2
    raise TooComplex(f"The WebP has more than {_MAX_CHUNKS:,} chunks; save it again with another program")


def file(*parts: Chunk) -> bytes:
    """Return a file with these chunks."""
    size = 4 + sum(_HEADER.size + len(data) + len(data) % 2 for _, data in parts)
    written = ((_HEADER.pack(kind, len(data)), data, bytes(len(data) % 2)) for kind, data in parts)
    return b"".join((_HEADER.pack(b"RIFF", size), b"WEBP", *chain.from_iterable(written)))
