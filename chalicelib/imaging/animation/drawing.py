"""How the frames of an animation are drawn: all like the first one, since a change would make them jump."""

from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from chalicelib.imaging.animation.source_colors import SourceColors
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.crop_and_pad import announce, draw, focal_point
from chalicelib.imaging.decoding.decode import reduce
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.imaging.pyramid import Pyramid
from chalicelib.models import ImageInfo, VariantPlan

# Lanczos overshoots at edges, which gives line art many more colors, and 15 to 30% more bytes as GIF.
_FEW_COLORS = 128


class Drawing(Struct, frozen=True):
    """Draws frames for several plans, of which each scales from the images of those before it.

    Frames are cropped and reduced to somewhat more than the target before they are resampled.
    """

    plans: Sequence[VariantPlan]
    orientation: int
    color: ColorDescription
    resampling: Image.Resampling
    target: TargetSize
    watermarks: Watermarks

    @classmethod
    def nearest(
        cls, plan: VariantPlan, info: ImageInfo, color: ColorDescription, watermarks: Watermarks
    ) -> "Drawing":
        """Draw each pixel as the nearest one of the source, which adds no colors."""
        every = TargetSize.every_pixel(info)
        return cls([plan], info.orientation, color, Image.Resampling.NEAREST, every, watermarks)

    @classmethod
    def like(
        cls,
        first: Image.Image,
        plans: Sequence[VariantPlan],
        info: ImageInfo,
        color: ColorDescription,
        watermarks: Watermarks,
    ) -> "Drawing":
        """Choose the filter and the focal points for the first frame."""
        target = TargetSize.of(plans, info)
        drawing = cls(plans, info.orientation, color, _resampling(first), target, watermarks)
        focused = [drawing.with_focus(first, plan) if plan.focus is None else plan for plan in plans]
        return replace(drawing, plans=focused)

    def with_focus(self, frame: Image.Image, plan: VariantPlan) -> VariantPlan:
        """Return the plan with the focal point of this frame."""
        return replace(plan, focus=focal_point(self._pyramid(frame), plan))

    def images(self, frame: Image.Image, numbers: Collection[int]) -> dict[int, Image.Image]:
        """Return the frame as drawn for the plans of these numbers."""
        pyramid = self._pyramid(frame)
        drawn = {}
        for number, plan in enumerate(self.plans):
            if number in numbers:
                drawn[number] = self.watermarks.draw(draw(pyramid, plan), plan)
            else:
                announce(pyramid, plan)
        return drawn

    def _pyramid(self, frame: Image.Image) -> Pyramid:
        decoded = reduce(frame, frame.size, self.target)
        return Pyramid(decoded, self.orientation, self.color, self.resampling)


def _resampling(first: Image.Image) -> Image.Resampling:
    colors = SourceColors()
    colors.add(first)
    few = (colors.count() or _FEW_COLORS + 1) <= _FEW_COLORS
    return Image.Resampling.HAMMING if few else Image.Resampling.LANCZOS
