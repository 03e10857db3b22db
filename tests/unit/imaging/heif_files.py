"""Build HEIF files box by box (ISO/IEC 23008-12), around the coded data of a real AVIF or HEIC."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.imaging.containers.heif_meta import read_meta

ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"


def box(kind: bytes, *parts: bytes) -> bytes:
    """Return a box."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Return a box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item, its property boxes, and its references to other items by type."""

    kind: bytes
    data: bytes
    properties: Sequence[bytes] = ()
    references: Mapping[bytes, Sequence[int]] = field(default_factory=dict)
    content_type: bytes = b""


def coded(content: bytes, number: int = 1, *extra: bytes) -> Item:
    """Return an image of an AVIF or HEIC file, with additional properties."""
    meta = read_meta(content)
    assert meta is not None
    item = meta.items[number]
    properties = [box(each.kind, each.data) for each in item.properties]
    data = b"".join(content[start:end] for start, end in item.extents)
    return Item(kind=item.kind, data=data, properties=[*properties, *extra], references=item.references)


def ispe(width: int, height: int) -> bytes:
    return full_box(b"ispe", struct.pack(">II", width, height))


def irot(quarter_turns: int) -> bytes:
    """Return a rotation, counterclockwise."""
    return box(b"irot", bytes([quarter_turns]))


def imir(axis: int) -> bytes:
    """Return a mirroring: 0 exchanges top and bottom, 1 exchanges left and right."""
    return box(b"imir", bytes([axis]))


def clap(width: int, height: int, left: int, top: int, full: tuple[int, int]) -> bytes:
    """Return a crop of an image of the size `full`. The offsets are from center to center."""
    across, down = 2 * left + width - full[0], 2 * top + height - full[1]
    return box(b"clap", struct.pack(">IIIIiIiI", width, 1, height, 1, across, 2, down, 2))


def nclx(primaries: int, transfer: int, matrix: int, *, full_range: bool) -> bytes:
    return box(b"colr", b"nclx", struct.pack(">HHHB", primaries, transfer, matrix, full_range << 7))


def icc(profile: bytes) -> bytes:
    return box(b"colr", b"prof", profile)


def aux(kind: bytes = ALPHA) -> bytes:
    return full_box(b"auxC", kind)


def grid(rows: int, columns: int, width: int, height: int) -> bytes:
    """Return the data of a grid item."""
    return struct.pack(">BBBBHH", 0, 0, rows - 1, columns - 1, width, height)


def exif(tiff: bytes) -> bytes:
    """Return the data of an Exif item."""
    return struct.pack(">I", 0) + tiff


def file(
    items: Sequence[Item],
    *,
    primary: int = 1,
    major: bytes = b"avif",
    brands: Sequence[bytes] = (b"avif", b"mif1", b"miaf"),
    separate_associations: bool = False,
    tail: bytes = b"",
) -> bytes:
    """Return a file. Items are numbered from 1, in their order. `tail` follows the last box."""
    start = box(b"ftyp", major, bytes(4), *brands)
    offset = len(start) + len(_meta(items, primary, 0, separate_associations=separate_associations)) + 8
    meta = _meta(items, primary, offset, separate_associations=separate_associations)
    return start + meta + box(b"mdat", *(item.data for item in items)) + tail


def _meta(items: Sequence[Item], primary: int, offset: int, *, separate_associations: bool) -> bytes:
    locations = b""
    for number, item in enumerate(items, 1):
        locations += struct.pack(">HHHII", number, 0, 1, offset, len(item.data))
        offset += len(item.data)
    references = b"".join(
        box(kind, struct.pack(f">HH{len(to)}H", number, len(to), *to))
        for number, item in enumerate(items, 1)
        for kind, to in item.references.items()
    )
    return full_box(
        b"meta",
        full_box(b"hdlr", bytes(4), b"pict", bytes(13)),
        full_box(b"pitm", struct.pack(">H", primary)),
        full_box(b"iloc", struct.pack(">BBH", 0x44, 0, len(items)), locations),
        full_box(b"iinf", struct.pack(">H", len(items)), *(_info(*each) for each in enumerate(items, 1))),
        full_box(b"iref", references) if references else b"",
        _properties(items, separate_associations=separate_associations),
    )


def _info(number: int, item: Item) -> bytes:
    name = b"\0" + (item.content_type + b"\0" if item.kind == b"mime" else b"")
    return full_box(b"infe", struct.pack(">HH", number, 0), item.kind, name, version=2)


def _properties(items: Sequence[Item], *, separate_associations: bool) -> bytes:
    boxes: dict[bytes, int] = {}
    associations = []
    for number, item in enumerate(items, 1):
        indices = []
        for each in item.properties:
            essential = each[4:8] in (b"av1C", b"hvcC", b"irot", b"imir", b"clap")
            indices.append(boxes.setdefault(each, len(boxes) + 1) | essential << 7)
        associations.append(struct.pack(">HB", number, len(indices)) + bytes(indices))
    tables = [[each] for each in associations] if separate_associations else [associations]
    return box(
        b"iprp",
        box(b"ipco", *boxes),
        *(full_box(b"ipma", struct.pack(">I", len(table)), *table) for table in tables),
    )
