"""PNG files: every color type and depth, tRNS, Adam7, color chunks, orientation, damaged metadata."""

import zlib

from tests.differential.generator import png_chunks, png_damage, scene
from tests.differential.generator.case import ColorClass, Format, Values
from tests.differential.generator.png_chunks import chunk
from tests.differential.generator.png_color import COLORS, color_class
from tests.differential.generator.png_pixels import LAYOUTS, encoded_rows, plte, trns
from tests.differential.generator.tiff_structure import exif

_AXES = {
    "layout": tuple(LAYOUTS),
    "trns": ("", "trns"),
    "interlace": ("", "adam7"),
    "exif": ("", *(f"exif{number}" for number in range(1, 9)), "late_exif6"),
    "color": tuple(COLORS),
    "damage": ("",) * len(png_damage.DAMAGES) + tuple(png_damage.DAMAGES),
    "size": scene.SIZES,
}


def _valid(values: Values) -> bool:
    layout = LAYOUTS[values["layout"]]
    if values["trns"] and layout.has_alpha:
        return False
    if values["exif"] and values["damage"].startswith("exif"):
        return False
    if values["color"] and values["damage"].split("_")[0] in ("iccp", "gama", "chrm", "srgb", "cicp"):
        return False
    gray = values["color"].startswith("icc_gray")
    return gray == layout.is_gray or not values["color"].startswith("icc_")


def _content(values: Values) -> bytes:
    layout = LAYOUTS[values["layout"]]
    width, height = scene.size(values["size"])
    image = scene.scene(width, height, "soft" if layout.has_alpha else "")
    before = [png_chunks.header(width, height, layout.depth, layout.color_type, values["interlace"])]
    before += COLORS[values["color"]]
    before += [chunk(b"PLTE", plte(layout))] if layout.is_palette else []
    before += [chunk(b"tRNS", trns(layout))] if values["trns"] else []
    after: list[bytes] = []
    if values["exif"]:
        (after if values["exif"].startswith("late") else before).append(
            chunk(b"eXIf", exif(int(values["exif"][-1])))
        )
    return _joined(before, encoded_rows(image, layout, values["interlace"]), after, values["damage"])


def _joined(before: list[bytes], rows: bytes, after: list[bytes], damage: str) -> bytes:
    data = chunk(b"IDAT", zlib.compress(rows))
    parts = png_chunks.Parts(before, [data], [*after, chunk(b"IEND", b"")])
    if damage:
        parts = png_damage.DAMAGES[damage](parts)
    return parts.file()


def _color(values: Values) -> ColorClass:
    return color_class(values["color"])


FORMAT = Format(
    name="png",
    count=700,
    axes=_AXES,
    content=_content,
    valid=_valid,
    color=_color,
)
