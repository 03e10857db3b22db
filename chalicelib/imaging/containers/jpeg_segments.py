"""Split a JPEG into its segments (ITU-T T.81, annex B). The input is untrusted."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chalicelib.errors import TooComplex

SOF3, SOI, EOI, SOS = 0xC3, 0xD8, 0xD9, 0xDA
# Markers without a length: TEM, RST0 to RST7, SOI.
_STANDALONE = {0x01, *range(0xD0, 0xD8), SOI}
# A marker, with FF before it as often as the file likes (fill bytes). FF 00 is no marker.
_MARKER = re.compile(rb"\xff[^\x00\xff]")
# In entropy-coded data FF is followed by 00 (a stuffed byte) or by a restart marker (D0 to D7).
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7]")
# EOI, or the marker of a segment.
_SEGMENT = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
# The kinds of frames: all, and the progressive ones. The sixth byte of a frame is its number of channels.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_ARITHMETIC = {0xC9, 0xCA}
_CHANNELS = 5
# 60 MB of metadata in full segments are 1,000 segments. Reading 10,000 takes 10 ms.
_MAX_SEGMENTS = 10_000
# Encoders write up to about 20. Each scan visits all pixels, even one of a few bytes: 5,000 take 10 s for 16
# megapixels. libjpeg-turbo advises a limit of 100 to 500:
# https://libjpeg-turbo.org/pmwiki/uploads/About/TwoIssueswiththeJPEGStandard.pdf
_MAX_SCANS = 100


class UnexpectedStructure(Exception):
    """The file is not a plain sequence of segments."""


class Segment(NamedTuple):
    """A marker segment with its entropy-coded data. `header` is the data after the length field."""

    marker: int
    header: bytes
    start: int
    end: int


def header_segments(content: bytes) -> Iterator[Segment]:
    """Yield the segments before the first scan, then that scan's segment, up to the end of the file.

    As in libjpeg, anything between two segments is skipped. Ends early if the file is truncated before its
    first scan. Raises TooComplex if there are more than 10,000 segments.
    """
    at = 2
    for _ in range(_MAX_SEGMENTS):
        found = _MARKER.search(content, at)
        if found is None or content[found.end() - 1] == EOI:
            return
        marker, at = content[found.end() - 1], found.end()
        if marker in _STANDALONE:
            continue
        start, at = at, at + max(2, int.from_bytes(content[at : at + 2], "big"))
        if at > len(content):
            return
        end = len(content) if marker == SOS else at
        yield Segment(marker, content[start + 2 : at], found.start(), end)
        if marker == SOS:
            return
    raise _too_many_segments()


def _too_many_segments() -> TooComplex:
    return TooComplex(
        f"The JPEG has more than {_MAX_SEGMENTS:,} segments of metadata; save it again with another program"
    )


def count_scans(content: bytes) -> int:
    """Return the number of scans. Raises TooComplex if there are more than 100, or as `header_segments` does.

    As in libjpeg, anything between two segments is skipped.
    """
    scans, at = 0, 2
    for _ in range(_MAX_SEGMENTS):
        found = _SEGMENT.search(content, at)
        marker = content[found.end() - 1] if found else EOI
        if found is None or marker == EOI:
            return scans
        if scans > _MAX_SCANS:
            raise TooComplex(
                f"The JPEG has more than {_MAX_SCANS} scans; save it again, for example as a baseline JPEG"
            )
        at = found.end() + int.from_bytes(content[found.end() : found.end() + 2], "big")
        scans += marker == SOS
    raise _too_many_segments()


def has_several_scans(header: Iterable[Segment]) -> bool:
    """Return whether libjpeg reads more than one scan: the image is progressive, or a scan lacks channels.

    The header is that of `header_segments`.
    """
    frame = b""
    progressive = False
    for segment in header:
        if segment.marker == SOS:
            return progressive or segment.header[:1] < frame[_CHANNELS : _CHANNELS + 1]
        if segment.marker in _FRAMES:
            frame, progressive = segment.header, segment.marker in _PROGRESSIVE
    return False


def is_arithmetic(header: Iterable[Segment]) -> bool:
    """Return whether the image has arithmetic coding, which takes much longer than Huffman coding."""
    return any(segment.marker in _ARITHMETIC for segment in header)


def is_lossless(content: bytes) -> bool:
    """Return whether the image is lossless, which libjpeg does not scale."""
    return any(segment.marker == SOF3 for segment in header_segments(content))


def segments(content: bytes) -> Iterator[Segment]:
    """Yield all segments up to the end of the image. Raises UnexpectedStructure."""
    yield Segment(SOI, b"", 0, 2)
    at = 2
    for _ in range(_MAX_SEGMENTS):
        if len(content) < at + 2 or content[at] != 0xFF:  # noqa: PLR2004  every marker starts with FF
            raise UnexpectedStructure
        marker = content[at + 1]
        if marker == EOI:
            yield Segment(marker, b"", at, at + 2)
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end < at + 4:
            raise UnexpectedStructure
        header = content[at + 4 : end]
        if marker == SOS:
            end = _scan_end(content, end)
        yield Segment(marker, header, at, end)
        at = end
    raise UnexpectedStructure


def _scan_end(content: bytes, at: int) -> int:
    found = _SCAN_END.search(content, at)
    if not found:
        raise UnexpectedStructure
    return found.start()
