"""Where each method crops an image: Darkroom's positions, and libvips' smartcrop, which sharp calls."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pyvips
from msgspec import Struct
from PIL import Image

from bench.crops.scenes import Box
from chalicelib.domain import geometry
from chalicelib.imaging import attention, smart_crop
from chalicelib.models import VariantPlan


class Scaled(Struct, frozen=True):
    """An image that just covers the wanted variant, and the plan that says what is cropped from it."""

    image: Image.Image
    plan: VariantPlan

    def window(self, x: float, y: float) -> Box:
        """Return the box of the variant, on which the top left corner of the image is at x, y."""
        width, height = self.image.size
        return Box(-x / width, -y / height, (self.plan.width - x) / width, (self.plan.height - y) / height)


Crop = Callable[[Scaled], Box]


def _around(find: Callable[[Image.Image, float, float], geometry.Focus]) -> Crop:
    def crop(scaled: Scaled) -> Box:
        width, height = scaled.image.size
        focus = find(scaled.image, scaled.plan.width / width, scaled.plan.height / height)
        return scaled.window(*geometry.offset(scaled.plan, focus))

    return crop


def _by_libvips(interesting: str) -> Crop:
    def crop(scaled: Scaled) -> Box:
        image = pyvips.Image.new_from_array(scaled.image)
        part = image.smartcrop(scaled.plan.width, scaled.plan.height, interesting=interesting)
        return scaled.window(part.xoffset, part.yoffset)

    return crop


METHODS: Mapping[str, Crop] = MappingProxyType(
    {
        "center": _around(lambda *_: geometry.CENTER),
        "Darkroom entropy": _around(smart_crop.busiest_point),
        "Darkroom attention": _around(attention.salient_point),
        "sharp entropy": _by_libvips("entropy"),
        "sharp attention": _by_libvips("attention"),
    }
)
