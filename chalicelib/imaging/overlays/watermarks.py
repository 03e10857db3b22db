"""Draw the overlays of the variants that a run encodes."""

from collections.abc import Sequence

from PIL import Image

from chalicelib.imaging.overlays.overlay_images import OverlayImages
from chalicelib.imaging.overlays.watermark import Watermark
from chalicelib.models import Overlay, VariantPlan

_Key = tuple[Overlay, int, int]


class Watermarks:
    """The overlays of all plans, each prepared once, since all frames of an animation share it."""

    def __init__(self, plans: Sequence[VariantPlan] = (), images: OverlayImages | None = None) -> None:
        """Prepare the overlays. Raises ConfigurationError if one cannot be decoded."""
        self._watermarks: dict[_Key, Watermark | None] = {}
        for plan in plans:
            overlay = plan.spec.overlay
            if overlay is not None and images is not None:
                size = plan.width, plan.height
                self._watermarks[overlay, *size] = Watermark.of(overlay, images.get(overlay), size)

    def draw(self, image: Image.Image, plan: VariantPlan) -> Image.Image:
        """Return the image that was drawn for a plan, with the plan's overlay.

        Images of other plans, from which smaller ones are scaled, are returned as they are.
        """
        if plan.spec.overlay is None:
            return image
        watermark = self._watermarks.get((plan.spec.overlay, plan.width, plan.height))
        return watermark.draw(image) if watermark else image
