"""Read the image file directories (IFDs) of TIFF, BigTIFF and EXIF. The input is untrusted.

File formats: TIFF 6.0, section 2; https://www.awaresystems.be/imaging/tiff/bigtiff.html
Damaged entries count as absent. The number of entries is limited, and values are not copied until they
are used.
"""

import struct
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

Order = Literal["<", ">"]
"""The byte order, as in the module `struct`."""

Numbers = tuple[int, ...]

# The size of one value and, for integers, its struct format. By type: BYTE, ASCII, SHORT, LONG, RATIONAL,
# SBYTE, UNDEFINED, SSHORT, SLONG, SRATIONAL, FLOAT, DOUBLE, IFD and, in BigTIFF, LONG8, SLONG8 and IFD8.
_TYPES = MappingProxyType(
    {1: (1, "B"), 2: (1, ""), 3: (2, "H"), 4: (4, "I"), 5: (8, ""), 6: (1, "b"), 7: (1, "B")}
    | {8: (2, "h"), 9: (4, "i"), 10: (8, ""), 11: (4, ""), 12: (8, ""), 13: (4, "I")}
    | {16: (8, "Q"), 17: (8, "q"), 18: (8, "Q")}
)
_BIG_TIFF = (b"II+\0", b"MM\0+")
# Real files have fewer than a hundred entries in a directory, and one directory per page. With at most
# 100,000 entries in all directories, reading them takes less than 0.2 s.
_MAX_DIRECTORIES = 4096
_MAX_ENTRIES = 4096
_MAX_ENTRIES_OF_ALL = 100_000


class Entry(Struct, frozen=True):
    """The type and the number of a tag's values, and the encoded values."""

    kind: int
    count: int
    data: bytes | memoryview


class Ifd(Struct, frozen=True):
    """A directory: its entries by tag, and the offset of the next directory, 0 after the last one."""

    order: Order
    entries: Mapping[int, Entry]
    following: int

    def integers(self, tag: int, limit: int | None = None) -> Numbers:
        """Return the first `limit` values of a tag, empty if it is missing or its values are no integers."""
        entry = self.entries.get(tag)
        size, code = _TYPES[entry.kind] if entry is not None else (0, "")
        if entry is None or not code:
            return ()
        values = entry.data if limit is None else entry.data[: limit * size]
        return tuple(value for (value,) in struct.iter_unpack(self.order + code, values))

    def integer(self, tag: int, default: int) -> int:
        """Return the first value of a tag, or the default if it is missing or not an integer."""
        return next(iter(self.integers(tag, 1)), default)

    def data(self, tag: int, limit: int) -> bytes:
        """Return the encoded values of a tag, empty if they are missing or longer than `limit` bytes."""
        entry = self.entries.get(tag)
        return bytes(entry.data) if entry is not None and len(entry.data) <= limit else b""


class _Layout(Struct, frozen=True):
    """How a file encodes a directory: the number of its entries, each entry, and offsets."""

    order: Order
    count: struct.Struct
    entry: struct.Struct
    offset: struct.Struct


def order_of(content: bytes) -> Order:
    """Return the byte order of a file."""
    return ">" if content[:2] == b"MM" else "<"


def directories(content: bytes) -> Iterator[Ifd]:
    """Yield the directories of the main chain, up to one that is damaged or already seen."""
    layout = _layout(content)
    at = _number(content, layout.offset.size, layout.offset) or 0
    seen, left = set[int](), _MAX_ENTRIES_OF_ALL
    while at and at not in seen and len(seen) < _MAX_DIRECTORIES and left > 0:
        seen.add(at)
        ifd = _directory(content, at, layout)
        if ifd is None:
            return
        yield ifd
        left -= min(_number(content, at, layout.count) or 0, _MAX_ENTRIES)
        at = ifd.following


def sub_directories(content: bytes, ifd: Ifd, tag: int, limit: int) -> Iterator[Ifd]:
    """Yield the first `limit` directories to which the values of a tag point, without damaged ones."""
    layout = _layout(content)
    found = (_directory(content, at, layout) for at in ifd.integers(tag, limit))
    return (each for each in found if each is not None)


def _layout(content: bytes) -> _Layout:
    order = order_of(content)
    count, entry, offset = ("Q", "HHQ8s", "Q") if content.startswith(_BIG_TIFF) else ("H", "HHI4s", "I")
    return _Layout(order, *(struct.Struct(order + each) for each in (count, entry, offset)))


def _number(content: bytes, at: int, form: struct.Struct) -> int | None:
    if at < 0 or at + form.size > len(content):
        return None
    value: int = form.unpack_from(content, at)[0]
    return value


def _directory(content: bytes, at: int, layout: _Layout) -> Ifd | None:
    count = _number(content, at, layout.count)
    if count is None:
        return None
    start = at + layout.count.size
    end = min(start + min(count, _MAX_ENTRIES) * layout.entry.size, len(content))
    end -= (end - start) % layout.entry.size
    view, entries = memoryview(content), dict[int, Entry]()
    for number, (tag, kind, values, field) in enumerate(layout.entry.iter_unpack(view[start:end])):
        size = _TYPES.get(kind, (0, ""))[0] * values
        field_at = start + number * layout.entry.size + layout.entry.size - len(field)
        data_at = field_at if size <= len(field) else layout.offset.unpack(field)[0]
        if 0 < size <= len(content) - data_at:
            entries.setdefault(tag, Entry(kind, values, view[data_at : data_at + size]))
    following = _number(content, start + count * layout.entry.size, layout.offset) or 0
    return Ifd(layout.order, MappingProxyType(entries), following)
