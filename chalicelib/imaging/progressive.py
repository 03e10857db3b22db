"""Thins progressive JPEGs before a decode at 1/8, where most of their scans cannot be seen.

At 1/8 libjpeg takes nothing but the mean (DC) of each luma block, yet it must decode every scan first.
Leaving out the luma detail (AC) scans halves the time and changes no pixel. The first of them stays:
without any, libjpeg guesses the detail and adjusts the means too. Chroma stays whole, since where it is
subsampled its detail is used. Scans and markers: ITU-T T.81, annexes B and G.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SOF2, _EOI, _SOS = 0xC2, 0xD9, 0xDA
# In entropy-coded data FF is followed by 00 (a stuffed byte) or by a restart marker (D0 to D7).
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7]")


class _NotAsExpected(Exception):
    """The file is no plain three-channel progressive JPEG: leave it to libjpeg as it is."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A marker segment, entropy-coded data included; `header` is what follows its length."""

    marker: int
    header: bytes
    start: int
    end: int


def thinned(content: bytes) -> bytes:
    """Return the file without the luma detail that a decode at 1/8 ignores; unchanged when in doubt."""
    try:
        return b"".join(content[each.start : each.end] for each in _kept(content))
    except (_NotAsExpected, IndexError):
        return content


def _kept(content: bytes) -> Iterator[_Segment]:
    luma, has_detail = None, False
    for segment in _segments(content):
        if segment.marker == _SOF2:
            luma = _luma(segment.header)
        if segment.marker == _SOS and _is_detail(segment.header, luma):
            if has_detail:
                continue
            has_detail = True
        yield segment


def _segments(content: bytes) -> Iterator[_Segment]:
    """Yield all segments to the end of the picture. Raises _NotAsExpected, IndexError for a broken one."""
    yield _Segment(0xD8, b"", 0, 2)
    at = 2
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004  every marker begins so
            raise _NotAsExpected
        marker = content[at + 1]
        if marker == _EOI:
            yield _Segment(marker, b"", at, at + 2)
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end < at + 4:
            raise _NotAsExpected
        header = content[at + 4 : end]
        if marker == _SOS:
            end = _scan_end(content, end)
        yield _Segment(marker, header, at, end)
        at = end


def _scan_end(content: bytes, at: int) -> int:
    found = _SCAN_END.search(content, at)
    if not found:
        raise _NotAsExpected
    return found.start()


def _luma(frame: bytes) -> int:
    """Return the id of the first of three channels: precision, height, width, count, 3 bytes for each."""
    if len(frame) != 15 or frame[0] != 8 or frame[5] != 3:  # noqa: PLR2004  8 bits, 3 channels
        raise _NotAsExpected
    return frame[6]


def _is_detail(scan: bytes, luma: int | None) -> bool:
    """Tell whether a scan holds AC coefficients of luma alone: count, id, tables, then first, last, bits."""
    if luma is None or len(scan) != 4 + 2 * scan[0]:
        raise _NotAsExpected
    return scan[0] == 1 and scan[1] == luma and scan[3] > 0
