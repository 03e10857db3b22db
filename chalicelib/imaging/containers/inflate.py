"""Decompress small zlib streams of untrusted files."""

import zlib


def inflate(deflated: bytes | memoryview, limit: int) -> bytes | None:
    """Return the decompressed data, None if it is damaged, truncated, or longer than `limit` bytes."""
    stream = zlib.decompressobj()
    try:
        data = stream.decompress(deflated, limit)
    except zlib.error:
        return None
    return data if stream.eof else None
