"""Read back the header of a file that was just encoded, with a parser that shares no code with encoders.

A file has no header here (None) if it does not end where it says, as when an encoder stopped early.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from chalicelib.models import Format

# The JPEG frame headers that libjpeg writes: baseline, extended and progressive.
_FRAMES = (0xC0, 0xC1, 0xC2)
_BOX_HEADER = 8
# The range of an AVIF box that is missing.
_NONE = (0, 0)


class Header(Struct, frozen=True):
    """Size in pixels and number of frames."""

    width: int
    height: int
    frames: int = 1


def read(content: bytes, name: Format) -> Header | None:
    """Return the header of a complete file in this format, or None if it is anything else."""
    return _READERS[name](content)


def _jpeg(content: bytes) -> Header | None:
    """Find the frame header among the segments before the first scan (ITU-T T.81, annex B)."""
    if content[:2] != b"\xff\xd8" or content[-2:] != b"\xff\xd9":
        return None
    at = 2
    while content[at : at + 1] == b"\xff" and (length := _big(content, at + 2, 2)):
        if content[at + 1] in _FRAMES:
            return Header(width=_big(content, at + 7, 2), height=_big(content, at + 5, 2))
        at += 2 + length
    return None


def _png(content: bytes) -> Header | None:
    start, end = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0\0\0\0IEND\xaeB`\x82"
    if not content.startswith(start) or not content.endswith(end):
        return None
    # An animation says so in the chunk that follows (https://www.w3.org/TR/png-3/#acTL-chunk).
    frames = _big(content, 41, 4) if content[37:41] == b"acTL" else 1
    return Header(width=_big(content, 16, 4), height=_big(content, 20, 4), frames=frames)


def _webp(content: bytes) -> Header | None:
    """Read the first chunk, and count the frames (https://developers.google.com/speed/webp/docs/riff_container)."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or _little(content, 4, 4) + 8 != len(content):
        return None
    first = content[12:16]
    if first == b"VP8 ":
        return Header(width=_little(content, 26, 2) & 0x3FFF, height=_little(content, 28, 2) & 0x3FFF)
    if first == b"VP8L":
        bits = _little(content, 21, 4)
        return Header(width=(bits & 0x3FFF) + 1, height=(bits >> 14 & 0x3FFF) + 1)
    if first != b"VP8X":
        return None
    frames, at = 0, 12
    while at + 8 <= len(content):
        frames += content[at : at + 4] in {b"ANMF", b"VP8 ", b"VP8L"}
        length = _little(content, at + 4, 4)
        at += 8 + length + length % 2
    if at != len(content):
        return None
    return Header(width=_little(content, 24, 3) + 1, height=_little(content, 27, 3) + 1, frames=frames)


def _gif(content: bytes) -> Header | None:
    """Count the image blocks (https://www.w3.org/Graphics/GIF/spec-gif89a.txt)."""
    if content[:6] not in {b"GIF87a", b"GIF89a"}:
        return None
    frames, at = 0, 13 + _table_size(_little(content, 10, 1))
    while (kind := content[at : at + 1]) in {b",", b"!"}:
        frames += kind == b","
        table = _table_size(_little(content, at + 9, 1)) if kind == b"," else 0
        at = _after_blocks(content, at + (11 + table if kind == b"," else 2))
    if content[at:] != b";":
        return None
    return Header(width=_little(content, 6, 2), height=_little(content, 8, 2), frames=frames)


def _table_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while at < len(content) and (length := content[at]):
        at += 1 + length
    return at + 1


def _avif(content: bytes) -> Header | None:
    """Find the size of the image among its properties (ISO/IEC 23008-12, section 6.5.3)."""
    top = _boxes(content, 0, len(content))
    if content[4:12] not in {b"ftypavif", b"ftypavis"} or not top.keys() >= {b"meta", b"mdat"}:
        return None
    # Skip the version and flags of the box.
    meta = _boxes(content, top[b"meta"][0] + 4, top[b"meta"][1])
    properties = _boxes(content, *_boxes(content, *meta.get(b"iprp", _NONE)).get(b"ipco", _NONE))
    if b"ispe" not in properties:
        return None
    size = properties[b"ispe"][0]
    frames = _samples(content, top[b"moov"]) if b"moov" in top else 1
    return Header(width=_big(content, size + 4, 4), height=_big(content, size + 8, 4), frames=frames)


def _samples(content: bytes, movie: tuple[int, int]) -> int:
    """Count the samples of a movie's first track (ISO/IEC 14496-12, section 8.7.3), 0 if it has none."""
    box = movie
    for kind in (b"trak", b"mdia", b"minf", b"stbl", b"stsz"):
        box = _boxes(content, *box).get(kind, _NONE)
    return _big(content, box[0] + 8, 4) if box != _NONE else 0


def _boxes(content: bytes, start: int, end: int) -> dict[bytes, tuple[int, int]]:
    """Return where the content of each box starts and ends, by type. Empty if they do not fill the range."""
    found: dict[bytes, tuple[int, int]] = {}
    while start < end and (size := _big(content, start, 4)) >= _BOX_HEADER:
        found.setdefault(content[start + 4 : start + 8], (start + _BOX_HEADER, start + size))
        start += size
    return found if start == end else {}


def _big(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size], "big")


def _little(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size], "little")


_READERS: Mapping[Format, Callable[[bytes], Header | None]] = MappingProxyType(
    {"jpeg": _jpeg, "png": _png, "webp": _webp, "gif": _gif, "avif": _avif}
)
