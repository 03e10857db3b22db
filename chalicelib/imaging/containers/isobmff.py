"""Walk the boxes of an ISO base media file (ISO/IEC 14496-12). The input is untrusted."""

from collections.abc import Iterator

from msgspec import Struct

# A HEIC of 100 megapixels in tiles of 512 pixels has about 400 items, and libheif reads at most 1,000.
MAX_BOXES = 4_096
_LARGE_SIZE, _TO_THE_END = 1, 0


class BrokenBox(Exception):
    """A box extends beyond the one that contains it, a table is too large, or something refers to nothing."""


class Box(Struct, frozen=True):
    """A box. `start` and `end` enclose its content, without size and type."""

    kind: bytes
    start: int
    end: int


def boxes(content: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes in this range of a file. Raises BrokenBox."""
    for _ in range(MAX_BOXES):
        if end - start < 8:  # noqa: PLR2004  a box has at least a size and a type of 4 bytes each
            return
        fields = Fields(content, start, end)
        size, kind = fields.uint(4), fields.take(4)
        if size == _LARGE_SIZE:
            size = fields.uint(8)
        after = end if size == _TO_THE_END else start + size
        if not fields.at <= after <= end:
            raise BrokenBox(f"the box `{kind.decode('latin-1')}` has a wrong size")
        yield Box(kind, fields.at, after)
        start = after
    raise BrokenBox(f"it has more than {MAX_BOXES:,} boxes")


def find(content: bytes, inside: Box, *path: bytes) -> Box | None:
    """Return the first box at the end of a path of types, such as `moov`, `trak`. Raises BrokenBox."""
    found: Box | None = inside
    for kind in path:
        if found:
            found = next((each for each in boxes(content, found.start, found.end) if each.kind == kind), None)
    return found


class Fields:
    """Read big-endian fields from a range of a file, one after the other. Raises BrokenBox at its end."""

    def __init__(self, content: bytes, start: int, end: int) -> None:
        self._content = content
        self._end = end
        self.at = start

    def take(self, size: int) -> bytes:
        """Return this many bytes."""
        start, self.at = self.at, self.at + size
        if self.at > self._end:
            raise BrokenBox("a box ends too early")
        return self._content[start : self.at]

    def uint(self, size: int) -> int:
        """Return an unsigned integer of this many bytes, 0 if there are none."""
        return int.from_bytes(self.take(size), "big")

    def rest(self) -> bytes:
        """Return everything up to the end."""
        return self.take(self._end - self.at)

    def version_and_flags(self) -> tuple[int, int]:
        """Return the first field of a full box."""
        return self.uint(1), self.uint(3)
