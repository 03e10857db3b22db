"""BMP files: depths, masks, run-length encoding, headers, alpha, row order."""

import struct

from PIL import Image

from tests.differential.generator import bmp_pixels, scene
from tests.differential.generator.bmp_pixels import LAYOUTS
from tests.differential.generator.case import Format, Values
from tests.differential.generator.profiles import PROFILES

_HEADERS = {"": 40, "core": 12, "v2": 52, "v3": 56, "v4": 108, "v5": 124}
_SRGB, _EMBEDDED = b"BGRs", b"DEBM"
_AXES = {
    "layout": tuple(LAYOUTS),
    "header": tuple(_HEADERS),
    "rows": ("", "top_down"),
    "color": ("", "", "icc_p3"),
    "damage": ("", "", "gap", "size_zero", "trailing", "colors_used_high", "cut"),
    "size": scene.SIZES,
}


def _valid(values: Values) -> bool:
    layout, header = LAYOUTS[values["layout"]], values["header"]
    if header == "core" and (layout.compression or layout.bits == 32 or values["rows"]):
        return False
    if values["rows"] and layout.compression in (1, 2):
        return False
    if layout.masks and layout.masks[3] and header in ("", "v2"):
        return False
    if values["damage"] == "colors_used_high" and (header == "core" or not layout.is_palette):
        return False
    return not values["color"] or header == "v5"


def _content(values: Values) -> bytes:
    layout = LAYOUTS[values["layout"]]
    width, height = scene.size(values["size"])
    image = scene.scene(width, height, "soft" if layout.has_alpha else "")
    stored = image if values["rows"] else image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    pixels = bmp_pixels.packed(stored, layout)
    size = _HEADERS[values["header"]]
    behind = bmp_pixels.color_table(layout, 3 if size == _HEADERS["core"] else 4)
    if layout.masks and size == _HEADERS[""]:
        behind = struct.pack("<3I", *layout.masks[:3])
    gap = b"gap!" * 5 if values["damage"] == "gap" else b""
    offset = 14 + size + len(behind) + len(gap)
    profile = PROFILES[values["color"]] if values["color"] else b""
    header = _header(values, len(pixels), size + len(behind) + len(gap) + len(pixels), len(profile))
    body = header + behind + gap + pixels + profile
    if values["damage"] == "cut":
        body = body[: offset - 14 + len(pixels) // 2]
    total = 0 if values["damage"] == "size_zero" else 14 + len(body)
    end = b"garbage" if values["damage"] == "trailing" else b""
    return b"BM" + struct.pack("<IHHI", total, 0, 0, offset) + body + end


def _header(values: Values, data: int, profile_at: int, profile_size: int) -> bytes:
    layout = LAYOUTS[values["layout"]]
    width, height = scene.size(values["size"])
    size = _HEADERS[values["header"]]
    if values["header"] == "core":
        return struct.pack("<IHHHH", size, width, height, 1, layout.bits)
    rows = -height if values["rows"] else height
    used = 1000 if values["damage"] == "colors_used_high" else 0
    info = (size, width, rows, 1, layout.bits, layout.compression, data, 2835, 2835, used, 0)
    masks = struct.pack("<4I", *(layout.masks or (0, 0, 0, 0)))
    space = _EMBEDDED if profile_size else _SRGB
    late = struct.pack("<4I", 4, profile_at, profile_size, 0)
    return (struct.pack("<IiiHHIIiiII", *info) + masks + space + bytes(48) + late).ljust(size, b"\0")[:size]


def _whole(values: Values) -> bool | None:
    """Tell that images that are cut are not whole. Run lengths may end early, with the rest transparent."""
    if values["damage"] != "cut":
        return True
    return None if values["layout"].startswith("rle") else False


FORMAT = Format(
    name="bmp",
    count=120,
    axes=_AXES,
    content=_content,
    valid=_valid,
    whole=_whole,
)
