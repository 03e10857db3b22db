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

    def window(self, left: float, top: float) -> Box:
        """Return the box of the variant if its top left corner is at this pixel."""
        width, height = self.image.size
        return Box(
            left / width,
            top / height,
            (left + self.plan.width) / width,
            (top + self.plan.height) / height,
        )

    def around(self, focus: geometry.Focus) -> Box:
        """Return the box of the variant for this focal point."""
        left, top = geometry.offset(self.plan, focus)
        return self.window(-left, -top)


def _center(scaled: Scaled) -> Box:
    return scaled.around(geometry.CENTER)


def _entropy(scaled: Scaled) -> Box:
    width, height = scaled.image.size
    part = scaled.plan.width / width, scaled.plan.height / height
    return scaled.around(smart_crop.busiest_point(scaled.image, *part))


def _attention(scaled: Scaled) -> Box:
    width, height = scaled.image.size
    part = scaled.plan.width / width, scaled.plan.height / height
    return scaled.around(attention.salient_point(scaled.image, *part))


def _by_libvips(interesting: str) -> Callable[[Scaled], Box]:
    def crop(scaled: Scaled) -> Box:
        width, height = scaled.image.size
        image = pyvips.Image.new_from_memory(scaled.image.tobytes(), width, height, 3, "uchar")
        image = image.copy(interpretation="srgb")
        part = image.smartcrop(scaled.plan.width, scaled.plan.height, interesting=interesting)
        return scaled.window(-part.xoffset, -part.yoffset)

    return crop


METHODS: Mapping[str, Callable[[Scaled], Box]] = MappingProxyType(
    {
        "center": _center,
        "Darkroom entropy": _entropy,
        "Darkroom attention": _attention,
        "sharp entropy": _by_libvips("entropy"),
        "sharp attention": _by_libvips("attention"),
    }
)
