"""Write TIFFs with a single page, for the decoder."""

from collections.abc import Mapping
from struct import pack

from chalicelib.errors import CorruptImage
from chalicelib.imaging.containers.ifd import Entry, Order

_SHORT, _LONG = 3, 4
_MAX_LONG = (1 << 32) - 1
_INLINE = 4
BODY_START = 8


def shorts(order: Order, *numbers: int) -> Entry:
    """Return values of the type SHORT."""
    return Entry(_SHORT, len(numbers), pack(f"{order}{len(numbers)}H", *numbers))


def longs(order: Order, *numbers: int) -> Entry:
    """Return values of the type LONG. Raises CorruptImage for offsets and sizes that need more bits."""
    if any(not 0 <= number <= _MAX_LONG for number in numbers):
        raise CorruptImage("The TIFF is damaged: it refers to data beyond its end")
    return Entry(_LONG, len(numbers), pack(f"{order}{len(numbers)}I", *numbers))


def write(order: Order, tags: Mapping[int, Entry], body: bytes | memoryview) -> bytes:
    """Return a file with `body` at the offset `BODY_START`, then a directory with these tags."""
    padding = bytes(len(body) % 2)
    start = BODY_START + len(body) + len(padding)
    values_at = start + 2 + 12 * len(tags) + 4
    entries, values = [pack(f"{order}H", len(tags))], bytearray()
    for tag, entry in sorted(tags.items()):
        data = bytes(entry.data)
        field = data.ljust(_INLINE, b"\0")
        if len(data) > _INLINE:
            field = pack(f"{order}I", values_at + len(values))
            values += data + bytes(len(data) % 2)
        entries.append(pack(f"{order}HHI", tag, entry.kind, entry.count) + field)
    signature = b"II" if order == "<" else b"MM"
    header = signature + pack(f"{order}HI", 42, start)
    return b"".join((header, body, padding, *entries, bytes(4), values))
