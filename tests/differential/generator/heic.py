"""HEIC files: turned and cropped images with metadata around fixed HEVC samples.

No judge reads color descriptions of HEIC, so these have none.
"""

from collections.abc import Callable, Sequence

from tests.differential.generator.case import Format, Values
from tests.differential.generator.tiff_structure import exif
from tests.unit.imaging import heic_samples, heif_files
from tests.unit.imaging.heif_files import Item

_SAMPLES = {
    "color": (heic_samples.COLOR_AND_ALPHA, 1),
    "ten_bits": (heic_samples.TEN_BITS, 1),
    "alpha": (heic_samples.COLOR_AND_ALPHA, 2),
    "gray": (heic_samples.GRAY, 1),
}
# The transformations apply in this order.
_TURNS: dict[str, Sequence[bytes]] = {
    "": (),
    "rotated90": (heif_files.irot(1),),
    "rotated180": (heif_files.irot(2),),
    "rotated270": (heif_files.irot(3),),
    "mirrored0": (heif_files.imir(0),),
    "mirrored1": (heif_files.imir(1),),
    "rotated90_mirrored1": (heif_files.irot(1), heif_files.imir(1)),
    "cropped": (heif_files.clap(40, 24, 8, 20, (64, 64)),),
}
_DAMAGES: dict[str, Callable[[], Item]] = {
    "exif6": lambda: _exif(exif(6)),
    "exif_garbage": lambda: _exif(b"garbage"),
}
_AXES = {
    "sample": tuple(_SAMPLES),
    "turn": tuple(_TURNS),
    "damage": ("", "", *_DAMAGES, "trailing", "separate_associations"),
}


def _exif(tiff: bytes) -> Item:
    return Item(kind=b"Exif", data=heif_files.exif(tiff), references={b"cdsc": [1]})


def _content(values: Values) -> bytes:
    sample, count = _SAMPLES[values["sample"]]
    turn = _TURNS[values["turn"]]
    items = [heif_files.coded(sample, number, *turn) for number in range(1, count + 1)]
    damage = values["damage"]
    if damage in _DAMAGES:
        items.append(_DAMAGES[damage]())
    return heif_files.file(
        items,
        major=b"heic",
        brands=(b"heic", b"mif1"),
        separate_associations=damage == "separate_associations",
        tail=b"garbage!" if damage == "trailing" else b"",
    )


FORMAT = Format(name="heic", count=60, axes=_AXES, content=_content)
