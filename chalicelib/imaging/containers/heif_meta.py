"""Read the items of a HEIF file from its `meta` box (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 9.3)."""

from collections.abc import Iterator
from itertools import chain

from chalicelib.imaging.containers.heif_items import Item, Meta, Property
from chalicelib.imaging.containers.isobmff import Box, BrokenBox, Fields, boxes, find

_MAX_TABLE_BYTES = 1_000_000
# Entries of all tables of one kind. Some take no space in the file, so its size does not bound them.
_MAX_ENTRIES = 65_536
_FILE, _IDAT = 0, 1


def read_meta(content: bytes) -> Meta | None:
    """Return the items of a file, None if it has no `meta` box. Raises BrokenBox."""
    box = find(content, Box(b"", 0, len(content)), b"meta")
    if box is None:
        return None
    children = {each.kind: each for each in boxes(content, box.start + 4, box.end)}
    try:
        return _read(content, children)
    except KeyError:
        raise BrokenBox("a box or an item is missing") from None


def _read(content: bytes, children: dict[bytes, Box]) -> Meta:
    items = dict(_items(content, children[b"iinf"]))
    _locate(content, children[b"iloc"], children.get(b"idat"), items)
    _describe(content, children[b"iprp"], items)
    if b"iref" in children:
        _refer(content, children[b"iref"], items)
    fields = Fields(content, children[b"pitm"].start, children[b"pitm"].end)
    version, _ = fields.version_and_flags()
    primary = fields.uint(_id_size(version))
    return Meta(primary, {primary: items.pop(primary), **items})


def _table(content: bytes, box: Box) -> Fields:
    if box.end - box.start > _MAX_TABLE_BYTES:
        raise BrokenBox(f"the box `{box.kind.decode('latin-1')}` is too large")
    return Fields(content, box.start, box.end)


def _bounded(count: int) -> int:
    if count > _MAX_ENTRIES:
        raise BrokenBox(f"a table has more than {_MAX_ENTRIES:,} entries")
    return count


def _id_size(version: int, wide: int = 1) -> int:
    """Return the size of item ids in bytes. They are wide from this version of the box on."""
    return 4 if version >= wide else 2


def _items(content: bytes, box: Box) -> Iterator[tuple[int, Item]]:
    table = _table(content, box)
    version, _ = table.version_and_flags()
    table.uint(_id_size(version))
    for each in boxes(content, table.at, box.end):
        fields = Fields(content, each.start, each.end)
        version, _ = fields.version_and_flags()
        if each.kind == b"infe" and version >= 2:  # noqa: PLR2004  older entries have no type
            number = fields.uint(_id_size(version, wide=3))
            fields.uint(2)
            kind = fields.take(4)
            strings = fields.rest().split(b"\0")
            yield number, Item(kind, strings[1] if kind == b"mime" and strings[1:] else b"")


def _locate(content: bytes, box: Box, idat: Box | None, items: dict[int, Item]) -> None:
    table = _table(content, box)
    version, _ = table.version_and_flags()
    offset_size, length_size = divmod(table.uint(1), 16)
    base_size, index_size = divmod(table.uint(1), 16)
    total = 0
    for _ in range(table.uint(_id_size(version, wide=2))):
        item = items.get(table.uint(_id_size(version, wide=2)), Item(b""))
        method = table.uint(2) & 15 if version else _FILE
        elsewhere = table.uint(2)
        base = table.uint(base_size)
        count = table.uint(2)
        total = _bounded(total + count)
        for _ in range(count):
            table.take(index_size if version else 0)
            start, length = base + table.uint(offset_size), table.uint(length_size)
            if method == _FILE and not elsewhere:
                item.extents.append((start, start + length if length else len(content)))
            elif method == _IDAT and idat:
                start += idat.start
                item.extents.append((start, start + length if length else idat.end))


def _describe(content: bytes, box: Box, items: dict[int, Item]) -> None:
    """Attach the properties. Some encoders write several `ipma` boxes instead of one."""
    inner = list(boxes(content, box.start, box.end))
    stores = [each for each in inner if each.kind == b"ipco"]
    stored = [each for store in stores for each in boxes(content, store.start, store.end)]
    properties = [(each.kind, content[each.start : each.end]) for each in stored]
    tables = [_table(content, each) for each in inner if each.kind == b"ipma"]
    for total, (number, index, essential) in enumerate(chain(*map(_associations, tables))):
        _bounded(total)
        if number in items and 0 < index <= len(properties):
            items[number].properties.append(Property(*properties[index - 1], essential))


def _associations(table: Fields) -> Iterator[tuple[int, int, bool]]:
    version, flags = table.version_and_flags()
    size = 2 if flags & 1 else 1
    for _ in range(table.uint(4)):
        number = table.uint(_id_size(version))
        for _ in range(table.uint(1)):
            value, essential = table.uint(size), 1 << (size * 8 - 1)
            yield number, value & ~essential, bool(value & essential)


def _refer(content: bytes, box: Box, items: dict[int, Item]) -> None:
    table = _table(content, box)
    version, _ = table.version_and_flags()
    for each in boxes(content, table.at, box.end):
        fields = Fields(content, each.start, each.end)
        item = items.get(fields.uint(_id_size(version)), Item(b""))
        to = item.references.setdefault(each.kind, [])
        to += [fields.uint(_id_size(version)) for _ in range(fields.uint(2))]
