"""Split a JPEG into its segments (ITU-T T.81, annex B). The input is untrusted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
# In entropy-coded data FF is followed by 00 (a stuffed byte) or by a restart marker (D0 to D7).
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7]")


class UnexpectedStructure(Exception):
    """The file is not a plain sequence of segments."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker segment with its entropy-coded data. `header` is the data after the length field."""

    marker: int
    header: bytes
    start: int
    end: int


def segments(content: bytes) -> Iterator[Segment]:
    """Yield all segments up to the end of the image. Raises UnexpectedStructure."""
    yield Segment(SOI, b"", 0, 2)
    at = 2
    while True:
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


def _scan_end(content: bytes, at: int) -> int:
    found = _SCAN_END.search(content, at)
    if not found:
        raise UnexpectedStructure
    return found.start()
