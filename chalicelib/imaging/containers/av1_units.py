"""Split AV1 data into its units (OBUs; AV1 Bitstream Specification, 5.3). The input is untrusted."""

from collections.abc import Iterator

from chalicelib.imaging.containers.isobmff import BrokenBox

SEQUENCE_HEADER = 1
FRAMES = (3, 6, 7)
"""Types of the units that start a frame: a header of its own, one together with the pixels, or a copy.

dav1d takes a copy for the header if there is none before it.
"""

# An image usually has three units, and one more for each group of tiles. A file has up to 4,096 images, so
# that reading their units takes up to a second.
_MAX_UNITS = 512
_HAS_EXTENSION, _HAS_SIZE = 4, 2

Unit = tuple[int, int, int]
"""The type of a unit, and the start and the end of its payload."""


def units(content: bytes, start: int = 0, end: int | None = None) -> Iterator[Unit]:
    """Yield the units in this range of the data. One without a size takes the rest.

    Raises BrokenBox if there are more than 512.
    """
    at, end = start, len(content) if end is None else end
    for _ in range(_MAX_UNITS + 1):
        if at >= end:
            return
        header = content[at]
        at += 2 if header & _HAS_EXTENSION else 1
        size = end - at
        if header & _HAS_SIZE:
            size, at = _leb128(content, at)
        yield header >> 3 & 15, at, min(at + size, end)
        at += size
    raise BrokenBox(f"a coded image has more than {_MAX_UNITS} units")


def _leb128(content: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length (4.10.5) and where it ends."""
    value = 0
    for position, byte in enumerate(content[at : at + 8]):
        value |= (byte & 127) << position * 7
        if byte < 128:  # noqa: PLR2004  the highest bit says that more follows
            return value, at + position + 1
    return value, at + 8
