"""Compute the size at which an image must be decoded for a set of variants."""

import math
from collections.abc import Sequence

from msgspec import Struct

from chalicelib.imaging import orientation
from chalicelib.imaging.decoding.cropping import Crop
from chalicelib.models import ImageInfo, VariantPlan


class TargetSize(Struct, frozen=True):
    """The size that the largest variant scales the whole image to, in the stored orientation.

    With `best`, more pixels are decoded than necessary, for the highest quality. Only `crop` is then used.
    With `in_full`, all pixels are decoded, if that is how their colors can be counted: see source_coding.py.
    """

    size: tuple[int, int]
    best: bool
    crop: Crop | None = None
    in_full: bool = False

    @classmethod
    def of(cls, plans: Sequence[VariantPlan], info: ImageInfo) -> "TargetSize":
        """Return the target size for these plans."""
        whole = info.uncropped
        width = math.ceil(max(plan.scaled_width for plan in plans) * whole.width / info.width)
        height = math.ceil(max(plan.scaled_height for plan in plans) * whole.height / info.height)
        return cls(
            size=orientation.upright_size((width, height), info.orientation),
            best=any(plan.spec.quality == "best" for plan in plans),
            crop=Crop.of(info),
            in_full=any(plan.format == "png" for plan in plans),
        )

    @classmethod
    def every_pixel(cls, info: ImageInfo) -> "TargetSize":
        """Return the target size that leaves the pixels as they are, apart from the crop."""
        whole = info.uncropped
        size = orientation.upright_size((whole.width, whole.height), info.orientation)
        return cls(size=size, best=False, crop=Crop.of(info))
