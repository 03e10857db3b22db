"""Find out how much a decoder of AV1 has to do. The input is untrusted."""

from msgspec import Struct

from chalicelib.imaging.containers.av1_sequence_header import parse
from chalicelib.imaging.containers.av1_units import FRAMES, SEQUENCE_HEADER, units
from chalicelib.imaging.containers.isobmff import BrokenBox


class Coded(Struct, frozen=True):
    """What a decoder decodes to show one frame: also hidden frames and lower layers.

    `largest` is the pixels of the largest frame that the headers so far allow.
    """

    frames: int
    largest: int

    @property
    def pixels(self) -> int:
        """The pixels of all frames, as if each was as large as the largest."""
        return max(1, self.frames) * self.largest


def coded(content: bytes, start: int = 0, end: int | None = None, largest: int = 0) -> Coded:
    """Return what is coded in this range of the data. `largest` is what earlier headers allow.

    Raises BrokenBox if nothing tells the size.
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
    return Coded(frames, largest)
