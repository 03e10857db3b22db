"""Find out how much a decoder of AV1 has to do. The input is untrusted."""

from chalicelib.imaging.containers.av1_sequence_header import parse
from chalicelib.imaging.containers.av1_units import FRAMES, SEQUENCE_HEADER, units
from chalicelib.imaging.containers.isobmff import BrokenBox


def coded_pixels(content: bytes, start: int = 0, end: int | None = None, largest: int = 0) -> int:
    """Return the pixels of all frames in this range of the data, as if each was as large as the largest.

    Decoders show one frame of an image, but decode all before it: hidden ones and lower layers. `largest` is
    the pixels of the largest frame that an earlier sequence header allows. Raises BrokenBox if nothing
    tells the size.
    """
    frames = 0
    for kind, at, after in units(content, start, end):
        frames += kind in FRAMES
        if kind == SEQUENCE_HEADER:
            header = parse(content[at:after])
            if header is None:
                raise BrokenBox("the header of a coded image is broken")
            largest = max(largest, header.pixels)
    if not largest:
        raise BrokenBox("a coded image has no header")
    return max(1, frames) * largest
