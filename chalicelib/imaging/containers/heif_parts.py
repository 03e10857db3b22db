"""Find the items of a HEIF file that make up its primary image."""

from collections.abc import Iterable, Iterator

from chalicelib.imaging.containers import heif_properties
from chalicelib.imaging.containers.heif_items import Item, Meta
from chalicelib.imaging.containers.isobmff import BrokenBox, Fields

AV1, HEVC = b"av01", b"hvc1"

# A grid of tiles, an overlay, and an image with further transformations.
_DERIVED = (b"grid", b"iovl", b"iden")
_MAX_DEPTH = 4
_ALPHA = (
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
    b"urn:mpeg:hevc:2015:auxid:1",
    b"urn:mpeg:avc:2015:auxid:1",
)
# Tiles extend beyond the image by less than one tile. libheif decodes a tile as often as it is referred to.
_MAX_TIMES_CODED, _FREE_PIXELS = 4, 1_000_000
# The bytes between version and flags and the size: rows and columns of a grid, fill color of an overlay.
_BEFORE_SIZE = {b"grid": 2, b"iovl": 8}
_LARGE_FIELDS = 1


def primary(meta: Meta) -> int:
    """Return the id of the primary image. If it has a gain map (`tmap`), that is the image without it."""
    item = meta.items[meta.primary]
    if item.kind == b"tmap":
        return next(iter(item.references.get(b"dimg", ())), meta.primary)
    return meta.primary


def first_coded(meta: Meta) -> Item:
    """Return the coded image that the primary image starts with. Raises BrokenBox."""
    number = primary(meta)
    for _ in range(_MAX_DEPTH):
        item = meta.item(number)
        inputs = item.references.get(b"dimg")
        if item.kind not in _DERIVED or not inputs:
            return item
        number = inputs[0]
    raise BrokenBox("images are derived from each other too often")


def image_items(meta: Meta) -> list[int]:
    """Return the ids of all items that decoding needs, the primary one first, with its alpha channel.

    Thumbnails, gain maps, depth maps and other images are left out. Raises BrokenBox.
    """
    found = dict.fromkeys(_inputs(meta, primary(meta)))
    for number in _alphas(meta, found):
        found.update(dict.fromkeys(_inputs(meta, number)))
    return list(found)


def has_alpha(meta: Meta) -> bool:
    """Return whether the primary image or a part of it has an alpha channel."""
    return any(_is_alpha(meta.items[number]) for number in image_items(meta))


def data(item: Item, content: bytes, limit: int) -> bytes:
    """Return the data of an item. Raises BrokenBox if it is cut off or longer than `limit` bytes."""
    if any(end > len(content) or start > end for start, end in item.extents):
        raise BrokenBox("the file is truncated")
    if sum(end - start for start, end in item.extents) > limit:
        raise BrokenBox("an item is too large")
    return b"".join(content[start:end] for start, end in item.extents)


def max_coded_pixels(width: int, height: int) -> int:
    """Return how many pixels may be coded for an image of this size."""
    return _MAX_TIMES_CODED * width * height + _FREE_PIXELS


def _inputs(meta: Meta, number: int) -> Iterator[int]:
    """Yield the id of an image and those of the images that it is derived from."""
    width, height = heif_properties.size(meta.item(number).properties)
    pixels = max_coded_pixels(width, height)
    level = {number: 1}
    for _ in range(_MAX_DEPTH):
        yield from level
        following: dict[int, int] = {}
        for each, times in level.items():
            item = meta.item(each)
            width, height = heif_properties.size(item.properties)
            pixels -= times * width * height
            for to in item.references.get(b"dimg", ()) if item.kind in _DERIVED else ():
                following[to] = following.get(to, 0) + times
        if pixels < 0:
            raise BrokenBox("the parts of the image have too many pixels")
        level = following
    if level:
        raise BrokenBox("images are derived from each other too often")


def _alphas(meta: Meta, images: Iterable[int]) -> list[int]:
    """Return one alpha channel for each image that has some."""
    wanted = set(images)
    alphas: dict[int, int] = {}
    for number, item in meta.items.items():
        for to in item.references.get(b"auxl", ()):
            if to in wanted and _is_alpha(item):
                alphas.setdefault(to, number)
    return list(dict.fromkeys(alphas.values()))


def _is_alpha(item: Item) -> bool:
    # The type of an auxiliary image follows the version and flags of its box, and ends with a zero.
    return (item.get(b"auxC") or b"")[4:].partition(b"\0")[0] in _ALPHA


def output_size(kind: bytes, data: bytes) -> tuple[int, int] | None:
    """Return width and height of a grid or an overlay, None for other images. Raises BrokenBox.

    They are in its data (ISO/IEC 23008-12, 6.6.2.2 and 6.6.2.3).
    """
    if kind not in _BEFORE_SIZE:
        return None
    fields = Fields(data, 0, len(data))
    _, flags = fields.uint(1), fields.uint(1)
    fields.take(_BEFORE_SIZE[kind])
    size = 4 if flags & _LARGE_FIELDS else 2
    return fields.uint(size), fields.uint(size)
