"""JPEG files: component layouts, sampling, scans, orientation, profiles, damaged segments."""

from typing import Any

from PIL import Image

from tests.differential.generator import jpeg_damage, scene
from tests.differential.generator.case import Format, Values
from tests.differential.generator.encoded import encoded
from tests.differential.generator.jpeg_segments import exif_segment, icc_segments
from tests.differential.generator.profiles import PROFILES
from tests.differential.generator.tiff_structure import exif

_LAYOUTS: dict[str, tuple[str, dict[str, Any]]] = {
    "gray": ("L", {}),
    "gray_progressive": ("L", {"progressive": True}),
    "ycc444": ("RGB", {"subsampling": 0}),
    "ycc422": ("RGB", {"subsampling": 1}),
    "ycc420": ("RGB", {"subsampling": 2}),
    "ycc420_progressive": ("RGB", {"subsampling": 2, "progressive": True}),
    "ycc420_restart": ("RGB", {"subsampling": 2, "restart_marker_blocks": 1}),
    "ycc444_optimized": ("RGB", {"subsampling": 0, "optimize": True}),
    "rgb": ("RGB", {"keep_rgb": True}),
    "cmyk": ("CMYK", {}),
}
_AXES = {
    "layout": tuple(_LAYOUTS),
    "exif": ("", *(f"exif{number}" for number in range(1, 9)), "big_endian_exif6"),
    "color": ("", "", *PROFILES, "icc_p3_in_3", "icc_p3_reversed", "icc_p3_incomplete"),
    "damage": ("", "", *jpeg_damage.DAMAGES),
    "size": scene.SIZES,
}


def _valid(values: Values) -> bool:
    mode, _ = _LAYOUTS[values["layout"]]
    if values["damage"].startswith(("exif", "xmp_first")) and values["exif"]:
        return False
    if values["damage"].startswith("icc") and values["color"]:
        return False
    if mode == "CMYK":
        return not values["color"]
    return values["color"].startswith("icc_gray") == (mode == "L") or not values["color"]


def _content(values: Values) -> bytes:
    mode, options = _LAYOUTS[values["layout"]]
    image = scene.scene(*scene.size(values["size"])).convert("RGB")
    content = encoded(_converted(image, mode), "jpeg", quality=95, **options)
    segments = _exif(values["exif"]) + _icc(values["color"])
    content = content[:2] + segments + content[2:]
    damage = values["damage"]
    return jpeg_damage.DAMAGES[damage](content) if damage else content


def _converted(image: Image.Image, mode: str) -> Image.Image:
    return image if mode == "RGB" else image.convert(mode)


def _exif(value: str) -> bytes:
    if not value:
        return b""
    return exif_segment(exif(int(value[-1]), ">" if value.startswith("big") else "<"))


def _icc(value: str) -> bytes:
    if value == "icc_p3_in_3":
        return b"".join(icc_segments(PROFILES["icc_p3"], 3))
    if value == "icc_p3_reversed":
        return b"".join(reversed(icc_segments(PROFILES["icc_p3"], 3)))
    if value == "icc_p3_incomplete":
        return b"".join(icc_segments(PROFILES["icc_p3"], 3)[:2])
    return b"".join(icc_segments(PROFILES[value], 1)) if value else b""


FORMAT = Format(
    name="jpeg",
    count=400,
    axes=_AXES,
    content=_content,
    valid=_valid,
)
