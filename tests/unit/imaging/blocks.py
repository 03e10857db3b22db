"""List the blocks of an image file: JPEG segments, PNG and RIFF chunks, HEIF items and properties."""

import struct
from collections.abc import Iterator

# Markers from the start of the scan on have no metadata behind them until the next segment.
_SOS, _EOI = 0xDA, 0xD9
_BOXES = (b"meta", b"iprp", b"ipco", b"iinf", b"moov", b"trak", b"mdia", b"minf", b"stbl")
_FULL_BOXES = {b"meta": 4, b"iinf": 6}


def blocks(content: bytes) -> list[tuple[str, bytes]]:
    """Return the name and the data of each block."""
    if content.startswith(b"\xff\xd8"):
        return list(_segments(content))
    if content.startswith(b"\x89PNG"):
        return list(_chunks(content))
    if content.startswith(b"RIFF"):
        return list(_riff(content[12:]))
    return list(_boxes(content))


def _segments(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    while content[at + 1] != _EOI:
        marker = content[at + 1]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        yield f"{marker:02X}", content[at + 4 : end]
        while marker == _SOS and (content[end] != 0xFF or content[end + 1] in {0, *range(0xD0, 0xD8)}):
            end += 1
        at = end
    yield "EOI", content[at + 2 :]


def _chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        yield kind.decode(), content[at + 8 : at + 8 + length]
        at += 12 + length


def _riff(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        data = content[at + 8 : at + 8 + length]
        yield kind.decode(), data
        if kind == b"ANMF":
            yield from _riff(data[16:])
        at += 8 + length + length % 2


def _boxes(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        data = content[at + 8 : at + length]
        if kind == b"infe":
            yield f"item {data[8:12].decode()}", data
        elif kind in _BOXES:
            yield from _boxes(data[_FULL_BOXES.get(kind, 0) :])
        else:
            yield kind.decode(), data
        at += length
