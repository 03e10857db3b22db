"""Thins progressive JPEGs before a decode at 1/8, where most of their scans cannot be seen.

At 1/8 libjpeg takes nothing but the mean (DC) of each luma block, yet it must decode every scan first.
Leaving out the luma detail (AC) scans halves the time and changes no pixel. The first of them stays:
without any, libjpeg guesses the detail and adjusts the means too. Chroma stays whole, since where it is
subsampled its detail is used. Scan headers: ITU-T T.81, annexes B and G.
"""

from collections.abc import Iterator

from chalicelib.imaging.jpeg_segments import SOS, Segment, UnexpectedStructure, segments

_SOF2 = 0xC2


def drop_luma_detail(content: bytes) -> bytes:
    """Return the file without the luma detail that a decode at 1/8 ignores; unchanged when in doubt."""
    try:
        return b"".join(content[each.start : each.end] for each in _kept(content))
    except UnexpectedStructure:
        return content


def _kept(content: bytes) -> Iterator[Segment]:
    luma, has_detail = None, False
    for segment in segments(content):
        if segment.marker == _SOF2:
            luma = _luma(segment.header)
        if segment.marker == SOS and _is_detail(segment.header, luma):
            if has_detail:
                continue
            has_detail = True
        yield segment


def _luma(frame: bytes) -> int:
    """Return the id of the first of three channels: precision, height, width, count, 3 bytes for each."""
    if len(frame) != 15 or frame[0] != 8 or frame[5] != 3:  # noqa: PLR2004  8 bits, 3 channels
        raise UnexpectedStructure
    return frame[6]


def _is_detail(scan: bytes, luma: int | None) -> bool:
    """Tell whether a scan holds AC coefficients of luma alone: count, id, tables, then first, last, bits."""
    if luma is None or not scan or len(scan) != 4 + 2 * scan[0]:
        raise UnexpectedStructure
    return scan[0] == 1 and scan[1] == luma and scan[3] > 0
