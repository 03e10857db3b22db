"""Apply the edits of an upload, rotation and then crop, to what its header says.

The engine draws what an ImageInfo describes, so nothing else has to know about edits. A rotation is part of
the orientation, because two of the eight EXIF orientations one after the other are again one of them.
"""

from types import MappingProxyType

from msgspec.structs import replace

from chalicelib.models import CropBox, ImageInfo

Box = tuple[int, int, int, int]

# Each orientation (Exif 2.32, tag 0x0112), turned by 90 degrees clockwise after it was applied.
_QUARTER_TURN = MappingProxyType({1: 6, 6: 3, 3: 8, 8: 1, 2: 7, 7: 4, 4: 5, 5: 2})
_QUARTER = 90
WHOLE = (0, 0, 1000, 1000)
"""The box of the whole image: left, top, width and height in thousandths."""


def edited(info: ImageInfo, rotate: int = 0, crop: Box | None = None) -> ImageInfo:
    """Return the image as rotated by `rotate` degrees clockwise and then cropped.

    `rotate` is 0, 90, 180 or 270, and `crop` (left, top, width, height) is in thousandths of the rotated
    image. At least one pixel remains.
    """
    for _ in range(rotate // _QUARTER):
        info = replace(
            info, orientation=_QUARTER_TURN[info.orientation], width=info.height, height=info.width
        )
    return info if crop is None or crop == WHOLE else _cropped(info, crop)


def _cropped(info: ImageInfo, crop: Box) -> ImageInfo:
    left, width = _pixels(crop[0], crop[2], info.width)
    top, height = _pixels(crop[1], crop[3], info.height)
    box = CropBox(left=left, top=top, whole_width=info.width, whole_height=info.height)
    return replace(info, width=width, height=height, crop=box)


def _pixels(start: int, length: int, side: int) -> tuple[int, int]:
    """Return the start and the length of a part of a side in pixels."""
    first = min(side - 1, round(start * side / 1000))
    end = min(side, round((start + length) * side / 1000))
    return first, max(1, end - first)
