"""Speed up decoding progressive JPEGs at 1/8 by dropping scans that are not visible at that size.

At 1/8, libjpeg uses only the mean (DC) of each luma block, but still decodes every scan. Dropping the
scans with luma detail (AC) halves the time and changes no pixel. The first of them is kept: without any,
libjpeg estimates the detail and adjusts the means. Chroma scans are kept, because subsampled chroma needs
its detail. Scan headers: ITU-T T.81, annexes B and G.
"""

from collections.abc import Iterator

from chalicelib.imaging.containers.jpeg_segments import SOS, Segment, UnexpectedStructure, segments

_SOF2 = 0xC2


def drop_luma_detail(content: bytes) -> bytes:
    """Return the file without the luma detail that decoding at 1/8 ignores, or unchanged if in doubt."""
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
    """Return the id of the luma channel, which is the first of three, from a frame header."""
    # The header: precision, height, width, number of channels, then 3 bytes per channel.
    if len(frame) != 15 or frame[0] != 8 or frame[5] != 3:  # noqa: PLR2004  8 bits, 3 channels
        raise UnexpectedStructure
    return frame[6]


def _is_detail(scan: bytes, luma: int | None) -> bool:
    """Return whether a scan contains only AC coefficients of luma."""
    # The header: number of channels, id and tables of each, first and last coefficient, bit positions.
    if luma is None or not scan or len(scan) != 4 + 2 * scan[0]:
        raise UnexpectedStructure
    return scan[0] == 1 and scan[1] == luma and scan[3] > 0
