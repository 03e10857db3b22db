"""AVIF files: sampling, depth, alpha, turned images, color by nclx and ICC, sequences."""

import struct
from typing import Any

from PIL import Image

from tests.differential.generator import scene
from tests.differential.generator.case import ColorClass, Format, Values
from tests.differential.generator.encoded import encoded
from tests.differential.generator.profiles import PROFILES
from tests.differential.generator.tiff_structure import exif

# Color primaries and transfer characteristics: ITU-T H.273, tables 2 and 3.
_NCLX = {
    "nclx_p3": (12, 13),
    "nclx_linear": (1, 8),
    "nclx_bt709": (1, 1),
    "nclx_bt2020": (9, 14),
    "nclx_unspecified": (2, 2),
    "nclx_pq": (9, 16),
    "nclx_hlg": (9, 18),
}
_HDR = ("nclx_pq", "nclx_hlg")
_DURATION = 120
# ISO/IEC 14496-12, sections 8.2.2, 8.3.2 and 8.4.2: version and flags, then two times of 64 bits each.
_DATED = (b"mvhd", b"tkhd", b"mdhd")
_CUT = 40
_AXES = {
    "sampling": ("444", "422", "420", "400"),
    "range": ("", "limited"),
    "alpha": ("", "soft", "binary"),
    "frames": ("still", "still", "still", "frames3"),
    "exif": ("", *(f"exif{number}" for number in range(1, 9))),
    "color": ("", *_NCLX, *(profile for profile in PROFILES if "gray" not in profile)),
    "damage": ("", "", "", "xmp", "trailing", "brand_mif1", "cut"),
    "size": scene.SIZES,
}


def _valid(values: Values) -> bool:
    return values["frames"] == "still" or not (values["exif"] or values["damage"])


def _content(values: Values) -> bytes:
    width, height = scene.size(values["size"])
    count = 1 if values["frames"] == "still" else 3
    images = [scene.moved(width, height, number, values["alpha"]) for number in range(count)]
    first, *rest = [image if values["alpha"] else image.convert("RGB") for image in images]
    content = _undated(encoded(first, "avif", **_options(values, rest)))
    if values["color"] in _NCLX:
        content = _described(content, *_NCLX[values["color"]])
    return _damaged(content, values["damage"])


def _options(values: Values, rest: list[Image.Image]) -> dict[str, Any]:
    options: dict[str, Any] = {"quality": 90, "speed": 10, "max_threads": 1}
    options["subsampling"] = ":".join(values["sampling"])
    options["range"] = values["range"] or "full"
    if rest:
        options |= {"save_all": True, "append_images": rest, "duration": _DURATION}
    if values["exif"]:
        options["exif"] = exif(int(values["exif"][-1]))
    if values["color"] in PROFILES:
        options["icc_profile"] = PROFILES[values["color"]]
    if values["damage"] == "xmp":
        options["xmp"] = b"<x:xmpmeta"
    return options


def _undated(content: bytes) -> bytes:
    """Clear the times of creation and modification, which the headers of a sequence contain."""
    for kind in _DATED:
        head, found, rest = content.partition(kind)
        content = head + found + rest[:4] + bytes(min(16, len(rest))) + rest[20:]
    return content


def _described(content: bytes, primaries: int, transfer: int) -> bytes:
    """Replace the color description in the file's nclx boxes."""
    parts = content.split(b"colrnclx")
    return b"colrnclx".join(
        [parts[0], *(struct.pack(">HH", primaries, transfer) + part[4:] for part in parts[1:])]
    )


def _damaged(content: bytes, damage: str) -> bytes:
    if damage == "trailing":
        return content + b"garbage!"
    if damage == "brand_mif1":
        return content[:8] + b"mif1" + content[12:]
    return content[:-_CUT] if damage == "cut" else content


def _color(values: Values) -> ColorClass:
    if values["color"] in _HDR:
        return "hdr"
    return "tags" if values["color"] in _NCLX else "icc"


FORMAT = Format(
    name="avif",
    count=200,
    axes=_AXES,
    content=_content,
    valid=_valid,
    color=_color,
)
