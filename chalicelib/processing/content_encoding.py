"""Undo the `Content-Encoding` of an object (RFC 9110, section 8.4).

S3 stores objects as they were sent and does not decompress them; browsers do, so such images look intact.
"""

import zlib

from chalicelib.errors import CorruptImage, FileTooLarge, UnsupportedFormat

_GZIP = {"gzip", "x-gzip"}
_GZIP_MAGIC = b"\x1f\x8b"
_UNSUPPORTED = {"br", "zstd", "deflate", "compress", "x-compress"}
# zlib's parameter for a gzip header with the largest window.
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
# Objects can be compressed twice by mistake.
_MAX_CODINGS = 4
# A file can consist of several members (RFC 1952, section 2.2). Compressors write one, and each costs time.
_MAX_MEMBERS = 64


def decode(content: bytes, content_encoding: str | None, max_bytes: int) -> bytes:
    """Return the decompressed content, of at most `max_bytes`.

    Like in browsers, unknown encodings have no effect, nor has gzip if the content is not gzip data. Some
    tools set `base64` or `utf-8` for unencoded objects, and `aws-chunked` stays from the transfer to S3.

    Raises FileTooLarge, CorruptImage if the data ends early or is damaged, and UnsupportedFormat for other
    compressions.
    """
    codings = [coding.strip().lower() for coding in (content_encoding or "").split(",")]
    if unsupported := sorted(_UNSUPPORTED.intersection(codings)):
        raise UnsupportedFormat(
            f"The object has the Content-Encoding {unsupported[0]}; upload it uncompressed or with gzip"
        )
    for _ in filter(_GZIP.__contains__, codings[:_MAX_CODINGS]):
        content = _gunzip(content, max_bytes) if content.startswith(_GZIP_MAGIC) else content
    return content


def _gunzip(content: bytes, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    room = max_bytes
    while content.startswith(_GZIP_MAGIC):
        if len(parts) == _MAX_MEMBERS:
            raise UnsupportedFormat(f"The object's gzip data has more than {_MAX_MEMBERS} members")
        member, content = _member(content, room)
        parts.append(member)
        room -= len(member)
        if room < 0:
            raise FileTooLarge(f"The file has more than {max_bytes} bytes after decompression")
    return b"".join(parts)


def _member(content: bytes, room: int) -> tuple[bytes, bytes]:
    """Return the first member, of at most `room` + 1 bytes, and the data after it."""
    inflate = zlib.decompressobj(_GZIP_WINDOW)
    try:
        member = inflate.decompress(content, room + 1)
    except zlib.error as fault:
        raise CorruptImage("The object's gzip compression is damaged; upload the file again") from fault
    if not inflate.eof and len(member) <= room:
        raise CorruptImage("The object's gzip data ends early; upload the file again")
    return member, inflate.unused_data
