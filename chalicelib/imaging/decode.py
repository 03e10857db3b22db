"""Decodes a picture just large enough for what is wanted of it."""

from dataclasses import dataclass

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from chalicelib.imaging import jpeg, modes, orient


@dataclass(frozen=True, slots=True)
class Decoded:
    """Pixels as stored, not yet upright nor sRGB. `extent` is the part that holds picture (see jpeg.py)."""

    image: Image.Image
    extent: tuple[float, float]
    orientation: int
    profile: bytes | None


def decode(image: ImageFile, wanted: tuple[int, int], gap: float) -> Decoded:
    """Decode with at least `gap` times the wanted (upright) size, if the format can shrink on load."""
    orientation = orient.orientation(image.getexif())
    profile = image.info.get("icc_profile")
    extent: tuple[float, float] = image.size
    if isinstance(image, JpegImageFile):
        extent = jpeg.shrink_on_load(image, orient.upright_size(wanted, orientation), gap)
    image.load()
    return Decoded(modes.workable(image), extent, orientation, profile)
