"""Build TIFFs with any tags, classic or BigTIFF, in both byte orders."""

from collections.abc import Mapping, Sequence
from struct import pack
from typing import Literal

from PIL import Image

from chalicelib.imaging.source import open_source
from tests.unit.imaging.samples import rendered

Order = Literal["<", ">"]
Values = Sequence[int] | bytes

ORDERS: tuple[Order, ...] = ("<", ">")

WIDTH, LENGTH, BITS, COMPRESSION, PHOTOMETRIC, STRIPS, ORIENTATION = 256, 257, 258, 259, 262, 273, 274
TILE_WIDTH, TILE_LENGTH, TILES, TILE_COUNTS = 322, 323, 324, 325
SAMPLES, ROWS, COUNTS, PLANAR, PREDICTOR, COLOR_MAP, SUB_IFDS, EXTRA, FORMAT = (
    *(277, 278, 279, 284, 317),
    *(320, 330, 338, 339),
)
_SHORT, _LONG, _UNDEFINED = 3, 4, 7


def tiff(
    *pages: tuple[Mapping[int, Values], Sequence[bytes]], order: Order = "<", big: bool = False
) -> bytes:
    """Return a TIFF. Each page has tags and strips or tiles; the tags that locate these are added."""
    header_size = 16 if big else 8
    body, links = bytearray(), [4 + big * 4]
    for tags, strips in pages:
        starts = []
        for strip in strips:
            starts.append(header_size + len(body))
            body += strip + bytes(len(strip) % 2)
        places = (TILES, TILE_COUNTS) if TILE_WIDTH in tags else (STRIPS, COUNTS)
        located = {places[0]: starts, places[1]: [len(strip) for strip in strips], **tags}
        ifd, link = _ifd(located, header_size + len(body), order, big=big)
        links += [header_size + len(body), header_size + len(body) + link]
        body += ifd
    version = pack(f"{order}HHHQ", 43, 8, 0, 0) if big else pack(f"{order}HI", 42, 0)
    file = bytearray((b"II" if order == "<" else b"MM") + version + body)
    for place, target in zip(links[0::2], links[1::2], strict=False):
        offset = pack(f"{order}Q" if big else f"{order}I", target)
        file[place : place + len(offset)] = offset
    return bytes(file)


def page(
    width: int, height: int, samples: int, bits: int, photometric: int, **more: Values
) -> dict[int, Values]:
    """Return the tags of a page with one strip. More tags are named like this module's constants."""
    return {
        WIDTH: [width],
        LENGTH: [height],
        BITS: [bits] * samples,
        COMPRESSION: [1],
        PHOTOMETRIC: [photometric],
        SAMPLES: [samples],
        ROWS: [height],
        **{globals()[name.upper()]: value for name, value in more.items()},
    }


def _ifd(tags: Mapping[int, Values], at: int, order: Order, *, big: bool) -> tuple[bytes, int]:
    """Return a directory for the offset `at`, and where in it the offset of the next one is."""
    count, inline = ("Q", 8) if big else ("H", 4)
    entries, values = bytearray(), bytearray()
    size = (8 + 20 * len(tags) + 8) if big else (2 + 12 * len(tags) + 4)
    for tag, value in sorted(tags.items()):
        kind, data = _encoded(tag, value, order)
        field = data
        if len(data) > inline:
            field = pack(f"{order}{'Q' if big else 'I'}", at + size + len(values))
            values += data + bytes(len(data) % 2)
        number = len(value)
        entries += pack(f"{order}HH{'Q' if big else 'I'}", tag, kind, number) + field.ljust(inline, b"\0")
    directory = pack(f"{order}{count}", len(tags)) + entries + bytes(inline) + values
    return directory, size - inline


def _encoded(tag: int, value: Values, order: Order) -> tuple[int, bytes]:
    if isinstance(value, bytes):
        return _UNDEFINED, value
    if tag in (STRIPS, COUNTS, TILES, TILE_COUNTS, SUB_IFDS):
        return _LONG, pack(f"{order}{len(value)}I", *value)
    return _SHORT, pack(f"{order}{len(value)}H", *value)


def decoded(content: bytes) -> Image.Image:
    """Return the pixels before orientation and color conversion."""
    image = open_source(content, "tiff", 1).image
    image.load()
    return image


def pixels(content: bytes) -> list[object]:
    """Return the first row as RGB or RGBA, as rendered to a PNG of the same size."""
    image = rendered(content, width=1000, height=1000, format="png")
    alpha = "A" in image.getbands()
    image = image.convert("RGBA" if alpha else "RGB")
    return [image.getpixel((x, 0)) for x in range(image.width)]
