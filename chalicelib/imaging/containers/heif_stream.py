"""Write the primary image of a HEIF file as a file of its own, for the decoder.

It contains only what decoding needs. So decoders never see metadata, thumbnails and other images, no matter
how broken or how many they are, and they read files that they would refuse for their structure.
"""

from collections.abc import Mapping, Sequence
from struct import pack

from msgspec import Struct

from chalicelib.errors import UnsupportedFormat
from chalicelib.imaging.containers import heif_parts, heif_properties
from chalicelib.imaging.containers.av1_coding import coded
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
# The largest is `hvcC`: parameter sets, of a few hundred bytes, and the encoder's comment.
_MAX_PROPERTY_BYTES = 16_384

Place = tuple[int, int]


class PrimaryImage(Struct, frozen=True):
    """A file with only the primary image. `coded_pixels` are those of all its AV1 frames, shown or not."""

    file: bytes
    coded_pixels: int


def write(meta: Meta, content: bytes) -> PrimaryImage:
    """Return the primary image. Raises UnsupportedFormat, BrokenBox if it is truncated."""
    numbers = {old: new for new, old in enumerate(heif_parts.image_items(meta), 1)}
    items = [meta.items[old] for old in numbers]
    brand = _BRANDS.get(heif_parts.first_coded(meta).kind)
    if brand is None:
        raise BrokenBox("the image is neither AV1 nor HEVC")
    start = _box(b"ftyp", brand, bytes(4), brand, b"mif1", b"miaf")
    stored = _Stored(content)
    places = [stored.add(item) for item in items]
    described = _infos(items) + _references(items, numbers) + _properties(items, numbers)
    offset = len(start) + len(_meta(places, 0, described)) + len(_box(b"mdat"))
    file = start + _meta(places, offset, described) + _box(b"mdat", *stored.data)
    return PrimaryImage(file, stored.coded_pixels)


class _Stored:
    """Collects the data of items. Items can share theirs, which is then read only once."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 0
        self._parts: dict[tuple[bytes, tuple[Place, ...]], _Part] = {}

    def add(self, item: Item) -> Place:
        """Return the offset and the length of an item's data. Raises BrokenBox."""
        key = item.kind, tuple(item.extents)
        part = self._parts.get(key)
        if part is None:
            data = heif_parts.data(item, self._content, len(self._content) - self._size)
            pixels = coded(data).pixels if item.kind == heif_parts.AV1 else 0
            part = self._parts[key] = _Part(self._size, data, pixels)
            self._size += len(data)
        _check_size(item, part)
        return part.offset, len(part.data)

    @property
    def data(self) -> list[bytes]:
        """The data, in the order of the offsets."""
        return [part.data for part in self._parts.values()]

    @property
    def coded_pixels(self) -> int:
        """The pixels of all frames."""
        return sum(part.coded_pixels for part in self._parts.values())


class _Part(Struct, frozen=True):
    offset: int
    data: bytes
    coded_pixels: int


def _check_size(item: Item, part: _Part) -> None:
    """Raise BrokenBox if an image is larger than its `ispe`, to which the limits apply, or has many frames.

    libheif checks this for HEVC. libavif decodes first, and then scales.
    """
    width, height = heif_properties.size(item.properties)
    derived = heif_parts.output_size(item.kind, part.data)
    if derived and derived != (width, height):
        raise BrokenBox("the size of the image is ambiguous")
    if part.coded_pixels > heif_parts.max_coded_pixels(width, height):
        raise BrokenBox("the coded image is larger than the image, or has more frames")


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
            boxes.setdefault(_property(each), len(boxes) + 1) | each.essential * _ESSENTIAL
            for each in item.properties
            if _is_kept(each, is_input=number in inputs)
        ]
        if len(indices) > _MAX_PER_ITEM or len(boxes) >= _ESSENTIAL:
            raise BrokenBox("an image has too many properties")
        associations.append(pack(f">HB{len(indices)}H", number, len(indices), *indices))
    table = _full_box(b"ipma", pack(">I", len(items)), *associations, flags=1)
    return _box(b"iprp", _box(b"ipco", *boxes), table)


def _property(each: Property) -> bytes:
    """Return the box of a property. It is written for each association, of which there can be thousands."""
    if len(each.data) > _MAX_PROPERTY_BYTES:
        raise BrokenBox(f"a property has more than {_MAX_PROPERTY_BYTES:,} bytes")
    return _box(each.kind, each.data)


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
