"""Crop decoded pixels, which a decoder may have reduced."""

import math

from msgspec import Struct
from PIL import Image

from chalicelib.imaging import orientation
from chalicelib.models import ImageInfo

Box = tuple[float, float, float, float]
Extent = tuple[float, float]


class Crop(Struct, frozen=True):
    """A part (left, top, right, bottom) of an image of `size`, in pixels of the stored orientation."""

    box: tuple[int, int, int, int]
    size: tuple[int, int]

    @classmethod
    def of(cls, info: ImageInfo) -> "Crop | None":
        """Return the crop that the image's upload asks for, if any."""
        if info.crop is None:
            return None
        whole = info.crop.whole_width, info.crop.whole_height
        left, top = info.crop.left, info.crop.top
        box = left, top, left + info.width, top + info.height
        return cls(
            orientation.stored_box(box, whole, info.orientation),
            orientation.upright_size(whole, info.orientation),
        )

    @property
    def share(self) -> float:
        """The part (0..1) of the image's pixels that remains."""
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top) / (self.size[0] * self.size[1])


def cropped(pixels: Image.Image, extent: Extent, crop: Crop | None) -> tuple[Image.Image, Box]:
    """Return the pixels that the crop needs, and the box of them that it covers.

    `pixels` cover `extent` (width, height), which is the whole image, reduced or not. Nothing outside the
    crop is kept but the rest of the pixels that its edges go through, so resampling cannot mix it in.
    """
    if crop is None:
        return pixels, (0, 0, *extent)
    across, down = extent[0] / crop.size[0], extent[1] / crop.size[1]
    left, right = (side * across for side in crop.box[::2])
    top, bottom = (side * down for side in crop.box[1::2])
    first, above = math.floor(left), math.floor(top)
    part = pixels.crop((first, above, math.ceil(right), math.ceil(bottom)))
    return part, (left - first, top - above, right - first, bottom - above)
