"""TIFF structures: image file directories, which TIFF files and EXIF use. TIFF 6.0, section 2."""

import struct
from collections.abc import Mapping, Sequence

BYTE, ASCII, SHORT, LONG, UNDEFINED, LONG8 = 1, 2, 3, 4, 7, 16
_CODES = {BYTE: "B", ASCII: "s", SHORT: "H", LONG: "I", UNDEFINED: "s", LONG8: "Q"}
_ORIENTATION = 0x0112

Entry = tuple[int, Sequence[int] | bytes]


def _packed(kind: int, values: Sequence[int] | bytes, order: str) -> bytes:
    if isinstance(values, bytes):
        return values
    return struct.pack(f"{order}{len(values)}{_CODES[kind]}", *values)


def directory(
    entries: Mapping[int, Entry], at: int, order: str = "<", following: int = 0, *, big: bool = False
) -> bytes:
    """Return a directory that starts at offset `at`, with the values that do not fit behind it."""
    count, offset, inline = ("Q", "Q", 8) if big else ("H", "I", 4)
    width = struct.calcsize(f"<HH{offset}{inline}s")
    rows, data = b"", b""
    behind = at + struct.calcsize(f"<{count}") + width * len(entries) + struct.calcsize(f"<{offset}")
    for tag, (kind, values) in sorted(entries.items()):
        packed = _packed(kind, values, order)
        number = len(values)
        rows += struct.pack(f"{order}HH{offset}", tag, kind, number)
        if len(packed) <= inline:
            rows += packed.ljust(inline, b"\0")
        else:
            rows += struct.pack(f"{order}{offset}", behind + len(data))
            data += packed + bytes(len(packed) % 2)
    head = struct.pack(f"{order}{count}", len(entries))
    return head + rows + struct.pack(f"{order}{offset}", following) + data


def header(order: str = "<", first: int = 8, *, big: bool = False) -> bytes:
    """Return the header of a TIFF or BigTIFF file whose first directory is at `first`."""
    mark = b"II" if order == "<" else b"MM"
    if big:
        return mark + struct.pack(f"{order}HHHQ", 43, 8, 0, first)
    return mark + struct.pack(f"{order}HI", 42, first)


def exif(orientation: int, order: str = "<") -> bytes:
    """Return an EXIF structure with an orientation."""
    return header(order) + directory({_ORIENTATION: (SHORT, (orientation,))}, 8, order)
