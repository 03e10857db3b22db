"""TIFF files: sample layouts, strips, tiles and planes, compressions, byte orders, orientation, pages."""

from dataclasses import dataclass

from PIL import Image

from tests.differential.generator import scene, tiff_pixels, tiff_storage
from tests.differential.generator.case import Format, Values
from tests.differential.generator.profiles import PROFILES
from tests.differential.generator.tiff_pixels import LAYOUTS
from tests.differential.generator.tiff_storage import COMPRESSIONS, TILE
from tests.differential.generator.tiff_structure import (
    ASCII,
    LONG,
    SHORT,
    UNDEFINED,
    Entry,
    directory,
    header,
)

_AXES = {
    "layout": tuple(LAYOUTS),
    "compression": tuple(COMPRESSIONS),
    "arrangement": ("", "strips", "tiles", "planar"),
    "order": ("", "big_endian"),
    "big": ("", "", "bigtiff"),
    "orientation": ("", *(f"orientation{number}" for number in range(1, 9))),
    "color": ("", "", *PROFILES),
    "pages": ("", "", "page_behind", "preview_first"),
    "damage": ("", "", "", "unknown_tag", "text_garbage", "xmp_garbage", "exif_offset", "trailing", "cut"),
    "size": scene.SIZES,
}
_PREVIEW = (16, 12)


def _valid(values: Values) -> bool:
    layout = LAYOUTS[values["layout"]]
    if values["arrangement"] == "planar" and layout.count == 1:
        return False
    if layout.photometric == tiff_pixels.CMYK or layout.is_float:
        return not values["color"]
    gray = layout.photometric in (tiff_pixels.BLACK_IS_ZERO, tiff_pixels.WHITE_IS_ZERO)
    return not values["color"] or values["color"].startswith("icc_gray") == gray


@dataclass(frozen=True, slots=True)
class _Page:
    entries: dict[int, Entry]
    data: bytes


def _content(values: Values) -> bytes:
    order, big = (">" if values["order"] else "<"), bool(values["big"])
    image = scene.scene(*scene.size(values["size"]), "soft" if LAYOUTS[values["layout"]].extra else "")
    small = Image.new("RGBA", _PREVIEW, (10, 200, 200, 255))
    images = {"page_behind": [image, small], "preview_first": [small, image]}.get(values["pages"], [image])
    start = len(header(order, 8, big=big))
    body = b""
    pages: list[_Page] = []
    for each in images:
        pages.append(_page(values, each, start + len(body), order, is_preview=each is small))
        body += pages[-1].data
    body += bytes(len(body) % 2)
    first = start + len(body)
    # The size of a directory does not depend on where the following one is.
    for at, page in enumerate(pages):
        here = start + len(body)
        following = here + len(directory(page.entries, here, order, big=big)) if at + 1 < len(pages) else 0
        body += directory(page.entries, here, order, following, big=big)
    content = header(order, first, big=big) + body
    return content + b"garbage" if values["damage"] == "trailing" else content


def _page(values: Values, image: Image.Image, at: int, order: str, *, is_preview: bool) -> _Page:
    layout = LAYOUTS[values["layout"]]
    number, compress = COMPRESSIONS[values["compression"]]
    blocks = [compress(block) for block in tiff_storage.blocks(image, layout, values["arrangement"], order)]
    offsets = [at + sum(map(len, blocks[:index])) for index in range(len(blocks))]
    if values["damage"] == "cut" and not is_preview:
        offsets = [
            offset + 1_000_000 if index >= len(blocks) // 2 else offset
            for index, offset in enumerate(offsets)
        ]
    entries: dict[int, Entry] = {
        254: (LONG, (int(is_preview),)),
        256: (LONG, (image.width,)),
        257: (LONG, (image.height,)),
        258: (SHORT, (layout.bits,) * layout.count),
        259: (SHORT, (number,)),
        262: (SHORT, (layout.photometric,)),
        277: (SHORT, (layout.count,)),
        284: (SHORT, (2 if values["arrangement"] == "planar" else 1,)),
        339: (SHORT, ((3 if layout.is_float else 1),) * layout.count),
    }
    lengths = [len(block) for block in blocks]
    if values["arrangement"] == "tiles":
        entries |= {322: (SHORT, (TILE,)), 323: (SHORT, (TILE,)), 324: (LONG, offsets), 325: (LONG, lengths)}
    else:
        rows = tiff_storage.rows_per_strip(values["arrangement"], image.height)
        entries |= {273: (LONG, offsets), 278: (LONG, (rows,)), 279: (LONG, lengths)}
    return _Page(entries | _metadata(values), b"".join(blocks))


def _metadata(values: Values) -> dict[int, Entry]:
    layout = LAYOUTS[values["layout"]]
    entries: dict[int, Entry] = {}
    if values["orientation"]:
        entries[274] = (SHORT, (int(values["orientation"][-1]),))
    if layout.extra:
        entries[338] = (SHORT, (layout.extra,))
    if layout.photometric == tiff_pixels.PALETTE:
        entries[320] = (SHORT, tiff_pixels.color_map(layout))
    if values["color"]:
        entries[34675] = (UNDEFINED, PROFILES[values["color"]])
    damages: dict[str, dict[int, Entry]] = {
        "unknown_tag": {65000: (ASCII, b"unknown\0")},
        "text_garbage": {270: (ASCII, b"\xff\xfe without an end")},
        "xmp_garbage": {700: (UNDEFINED, b"<x:xmpmeta")},
        "exif_offset": {34665: (LONG, (0x7FFFFFFF,))},
    }
    return entries | damages.get(values["damage"], {})


FORMAT = Format(
    name="tiff",
    count=350,
    axes=_AXES,
    content=_content,
    valid=_valid,
)
