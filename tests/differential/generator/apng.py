"""APNG files: dispose and blend operations, partial frames, a default image apart, delays, plays."""

import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.differential.generator import png_chunks, scene
from tests.differential.generator.case import ColorClass, Format, Values
from tests.differential.generator.png_chunks import chunk
from tests.differential.generator.png_color import COLORS, color_class
from tests.differential.generator.png_pixels import LAYOUTS, Layout, encoded_rows, plte, trns
from tests.differential.generator.tiff_structure import exif

_FRAMES = 4
_DISPOSALS = {
    "": (0, 0, 0, 0),
    "background": (1, 1, 1, 1),
    "previous": (2, 2, 2, 2),
    "dispose_some": (0, 1, 2, 0),
}
_BLENDS = {"": (0, 0, 0, 0), "over": (1, 1, 1, 1), "over_some": (0, 1, 0, 1)}
# Numerator and denominator, in seconds; a denominator of 0 means 100.
_DELAYS = {"": (1, 10), "delay0": (0, 100), "delay_default": (7, 0), "delay_long": (3, 2)}
_PLAYS = {"": 0, "plays1": 1, "plays3": 3}
_AXES = {
    "layout": ("rgba8", "rgb8", "palette8", "gray8", "grayalpha8", "rgb16", "rgba16", "palette4"),
    "trns": ("", "trns"),
    "disposal": tuple(_DISPOSALS),
    "blend": tuple(_BLENDS),
    "area": ("", "parts"),
    "default": ("", "default_apart"),
    "delay": tuple(_DELAYS),
    "plays": tuple(_PLAYS),
    "exif": ("", "", "exif6", "exif3"),
    "color": ("", "", "", "gama_linear", "icc_p3", "cicp_p3"),
    "damage": ("", "", "", "count_high", "trailing", "text_crc"),
    "size": scene.SIZES,
}


def _valid(values: Values) -> bool:
    layout = LAYOUTS[values["layout"]]
    if values["trns"] and (layout.has_alpha or layout.depth == 16):
        return False
    return not (values["color"] == "icc_p3" and layout.is_gray)


def _content(values: Values) -> bytes:
    layout = LAYOUTS[values["layout"]]
    width, height = scene.size(values["size"])
    announced = _FRAMES + (values["damage"] == "count_high")
    parts = [png_chunks.header(width, height, layout.depth, layout.color_type, "")]
    parts += COLORS[values["color"]]
    parts += [chunk(b"acTL", struct.pack(">II", announced, _PLAYS[values["plays"]]))]
    parts += [chunk(b"PLTE", plte(layout))] if layout.is_palette else []
    parts += [chunk(b"tRNS", trns(layout))] if values["trns"] else []
    parts += [chunk(b"eXIf", exif(int(values["exif"][-1])))] if values["exif"] else []
    parts += [chunk(b"tEXt", b"Comment\0text", crc=1)] if values["damage"] == "text_crc" else []
    parts += _frames(values, layout, width, height)
    parts += [chunk(b"IEND", b"")]
    parts += [b"garbage"] if values["damage"] == "trailing" else []
    return png_chunks.SIGNATURE + b"".join(parts)


def _frames(values: Values, layout: Layout, width: int, height: int) -> Iterator[bytes]:
    sequence = 0
    if values["default"]:
        yield chunk(b"IDAT", _data(Image.new("RGBA", (width, height), (*scene.SAND, 255)), layout))
    for number in range(_FRAMES):
        box = (0, 0, width, height)
        if values["area"] and number:
            box = (number, 3, width - 2 * number, height - 4)
        image = scene.moved(width, height, number, "soft" if layout.has_alpha else "").crop(box)
        yield chunk(b"fcTL", struct.pack(">I", sequence) + _control(values, number, box))
        sequence += 1
        if number == 0 and not values["default"]:
            yield chunk(b"IDAT", _data(image, layout))
        else:
            yield chunk(b"fdAT", struct.pack(">I", sequence) + _data(image, layout))
            sequence += 1


def _control(values: Values, number: int, box: tuple[int, int, int, int]) -> bytes:
    left, top, right, bottom = box
    operations = _DISPOSALS[values["disposal"]][number], _BLENDS[values["blend"]][number]
    place = (right - left, bottom - top, left, top)
    return struct.pack(">IIIIHHBB", *place, *_DELAYS[values["delay"]], *operations)


def _data(image: Image.Image, layout: Layout) -> bytes:
    return zlib.compress(encoded_rows(image, layout, ""))


def _color(values: Values) -> ColorClass:
    return color_class(values["color"])


FORMAT = Format(
    name="apng",
    count=150,
    axes=_AXES,
    content=_content,
    valid=_valid,
    color=_color,
)
