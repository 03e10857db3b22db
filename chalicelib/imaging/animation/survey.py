"""What the first pass over the frames of a source finds."""

from collections.abc import Collection, Sequence

from PIL import Image

from chalicelib.imaging.animation.drawing import Drawing
from chalicelib.imaging.animation.frame_sequence import in_mode, mode
from chalicelib.imaging.animation.source_colors import SourceColors
from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.decoding import pixel_modes
from chalicelib.imaging.overlays.watermark import Watermarks
from chalicelib.models import ImageInfo, VariantPlan


class Survey:
    """Collects durations (in milliseconds) and colors, and draws the frames that are to be held in memory.

    `held` are the numbers of the plans whose frames are held.
    """

    def __init__(
        self,
        info: ImageInfo,
        color: ColorDescription,
        plans: Sequence[VariantPlan],
        watermarks: Watermarks,
        held: Collection[int],
    ) -> None:
        self._info = info
        self._color = color
        self._plans = plans
        self._watermarks = watermarks
        self._held: dict[int, list[Image.Image]] = {number: [] for number in held}
        self._drawing: Drawing | None = None
        self._with_alpha: set[int] = set()
        self.colors = SourceColors()
        self.durations: list[int] = []

    @property
    def drawing(self) -> Drawing:
        """How the frames are drawn. There must be a first frame."""
        assert self._drawing  # noqa: S101  set by the first frame
        return self._drawing

    def add(self, frame: Image.Image, duration: int) -> None:
        """Add a frame of any mode."""
        self.colors.add(frame)
        every = range(len(self._plans))
        if self._drawing is None:
            self._drawing = Drawing.like(frame, self._plans, self._info, self._color, self._watermarks)
            # Padding can be transparent, too, so the first frame is drawn for every plan.
            images = self._drawing.images(frame, every)
        else:
            images = self._drawing.images(frame, self._held) if self._held else {}
        self._with_alpha.update(number for number, image in images.items() if image.mode == "RGBA")
        if pixel_modes.has_alpha(frame):
            self._with_alpha.update(every)
        for number, held in self._held.items():
            held.append(images[number])
        self.durations.append(duration)

    def mode(self, number: int) -> str:
        """Return the mode of all frames of a variant: RGBA if any of them has transparency."""
        return mode(has_alpha=number in self._with_alpha)

    def release(self, number: int) -> list[Image.Image] | None:
        """Return the frames of a variant, and hold them no longer. Return None if it is not held."""
        images = self._held.pop(number, None)
        if images:
            for at, image in enumerate(images):
                images[at] = in_mode(image, self.mode(number))
        return images
