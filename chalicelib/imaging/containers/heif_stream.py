"""Write the primary image of a HEIF file as a file of its own, for the decoder.

It contains only what decoding needs. So decoders never see metadata, thumbnails and other images, no matter
how broken or how many they are, and they read files that they would refuse for their structure.
"""

from collections.abc import Mapping, Sequence
from struct import pack

from chalicelib.errors import UnsupportedFormat
from chalicelib.imaging.containers import heif_derived, heif_parts, heif_properties
from chalicelib.imaging.containers.av1_sequence_header import read_sequence_header
from chalicelib.imaging.containers.heif_items import Item, Meta, Property
from chalicelib.imaging.containers.isobmff import BrokenBox

_BRANDS = {heif_parts.AV1: b"avif", heif_parts.HEVC: b"heic"}
# Size, depth, configuration of the decoder, kind of the alpha channel, layers.
_DECODING = (b"ispe", b"pixi", b"av1C", b"hvcC", b"auxC", b"a1op", b"a1lx", b"lsel")
# Darkroom applies these to the primary image and its alpha channel, after scaling.
_TRANSFORMATIONS = (b"clap", b"irot", b"imir")
# Color, shape of the pixels, and brightness of the display. Some files wrongly call them essential.
_DESCRIPTIVE = (b"colr", b"pasp", b"clli", b"mdcv")
_REFERENCES = (b"dimg", b"auxl", b"prem")
_ESSENTIAL = 1 << 15
_MAX_PER_ITEM = 255

Place = tuple[int, int]


def write(meta: Meta, content: bytes) -> bytes:
    """Return a file with only the primary image. Raises UnsupportedFormat, BrokenBox if it is truncated."""
    numbers = {old: new for new, old in enumerate(heif_parts.image_items(meta), 1)}
    items = [meta.items[old] for old in numbers]
    brand = _BRANDS.get(heif_parts.first_coded(meta).kind)
    if brand is None:
        raise BrokenBox("the image is neither AV1 nor HEVC")
    start = _box(b"ftyp", brand, bytes(4), brand, b"mif1", b"miaf")
    stored, places = _stored(items, content)
    described = _infos(items) + _references(items, numbers) + _properties(items, numbers)
    offset = len(start) + len(_meta(places, 0, described)) + len(_box(b"mdat"))
    return start + _meta(places, offset, described) + _box(b"mdat", *stored)


def _stored(items: Sequence[Item], content: bytes) -> tuple[list[bytes], list[Place]]:
    """Return the data of all items, and the offset and length of each one. Items can share their data."""
    stored: dict[tuple[Place, ...], bytes] = {}
    offsets: dict[tuple[Place, ...], int] = {}
    size = 0
    for item in items:
        extents = tuple(item.extents)
        if extents not in stored:
            stored[extents] = heif_parts.data(item, content, len(content) - size)
            offsets[extents] = size
            size += len(stored[extents])
        _check_size(item, stored[extents])
    places = [(offsets[extents], len(stored[extents])) for extents in (tuple(item.extents) for item in items)]
    return list(stored.values()), places


def _check_size(item: Item, data: bytes) -> None:
    """Raise BrokenBox if an image is larger than its `ispe`, to which the limits apply.

    libheif checks this for HEVC. libavif decodes first, and then scales.
    """
    width, height = heif_properties.size(item.properties)
    derived = heif_derived.output_size(item.kind, data)
    coded = read_sequence_header(data) if item.kind == heif_parts.AV1 else None
    if derived and derived != (width, height):
        raise BrokenBox("the size of the image is ambiguous")
    if coded and coded.pixels > heif_parts.max_coded_pixels(width, height):
        raise BrokenBox("the coded image is larger than the image")


def _meta(places: Sequence[Place], offset: int, described: bytes) -> bytes:
    located = [pack(">HHHII", number, 0, 1, offset + at, size) for number, (at, size) in enumerate(places, 1)]
    return _full_box(
        b"meta",
        _full_box(b"hdlr", bytes(4), b"pict", bytes(13)),
        _full_box(b"pitm", pack(">H", 1)),
        _full_box(b"iloc", pack(">BBH", 0x44, 0, len(places)), *located),
        described,
    )


def _infos(items: Sequence[Item]) -> bytes:
    infos = [
        _full_box(b"infe", pack(">HH", number, 0), item.kind, b"\0", version=2)
        for number, item in enumerate(items, 1)
    ]
    return _full_box(b"iinf", pack(">H", len(items)), *infos)


def _references(items: Sequence[Item], numbers: Mapping[int, int]) -> bytes:
    references = [
        _box(kind, pack(f">HH{len(to)}H", number, len(to), *to))
        for number, item in enumerate(items, 1)
        for kind in _REFERENCES
        if (to := [numbers[old] for old in item.references.get(kind, ()) if old in numbers])
    ]
    return _full_box(b"iref", *references) if references else b""


def _properties(items: Sequence[Item], numbers: Mapping[int, int]) -> bytes:
    inputs = {numbers[old] for item in items for old in item.references.get(b"dimg", ()) if old in numbers}
    boxes: dict[bytes, int] = {}
    associations = []
    for number, item in enumerate(items, 1):
        indices = [
            boxes.setdefault(_box(each.kind, each.data), len(boxes) + 1) | each.essential * _ESSENTIAL
            for each in item.properties
            if _is_kept(each, is_input=number in inputs)
        ]
        if len(indices) > _MAX_PER_ITEM or len(boxes) >= _ESSENTIAL:
            raise BrokenBox("an image has too many properties")
        associations.append(pack(f">HB{len(indices)}H", number, len(indices), *indices))
    table = _full_box(b"ipma", pack(">I", len(items)), *associations, flags=1)
    return _box(b"iprp", _box(b"ipco", *boxes), table)


def _is_kept(each: Property, *, is_input: bool) -> bool:
    """Return whether the decoder needs this property. Of the color, it needs the matrix coefficients.

    Raises UnsupportedFormat for what readers must understand or refuse, if Darkroom does not understand it.
    """
    if each.kind == b"colr":
        return heif_properties.is_nclx(each.data)
    if each.kind in _TRANSFORMATIONS:
        return is_input
    if each.essential and each.kind not in _DECODING + _DESCRIPTIVE:
        kind = each.kind.decode("latin-1")
        raise UnsupportedFormat(f"The file needs the HEIF property `{kind}`; send the image as JPEG")
    return each.kind in _DECODING


def _box(kind: bytes, *parts: bytes) -> bytes:
    size = 8 + sum(map(len, parts))
    return b"".join((pack(">I", size), kind, *parts))


def _full_box(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    return _box(kind, pack(">I", version << 24 | flags), *parts)
