"""Paint the frames of a GIF: each as what differs from the one before, in few colors."""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from PIL import Image, ImageChops

from chalicelib.imaging.animation.frame_colors import FrameColors
from chalicelib.imaging.animation.gif_drawing import Change, Drawing, Settings
from chalicelib.imaging.animation.gif_palette import Palette
from chalicelib.imaging.animation.gif_rectangle import smallest
from chalicelib.imaging.animation.gif_writer import GifFrame
from chalicelib.imaging.animation.layer import Box, Layer, aligned, to_paint, union

_KEEP, _CLEAR = 1, 2


class Painter:
    """Paints images one after the other on a canvas, which is transparent at first.

    It holds only the layer that it paints, the one before and the one after.
    """

    def __init__(self, colors: FrameColors, settings: Settings) -> None:
        self._settings = settings
        if settings.palette:
            self.palette = Palette.of(settings.palette, exact=False)
        else:
            self.palette = colors.palette(settings.colors)
        self._tolerance = 0 if self.palette.exact else settings.tolerance
        self.canvas = Layer.transparent((0, 0))

    def frames(self, images: Iterable[Image.Image]) -> Iterator[GifFrame]:
        """Yield a frame for every image. The canvas shows it until the next one is requested."""
        before = None
        for layer, after in pairwise(chain(map(Layer.of, images), (None,))):
            assert layer  # noqa: S101  only the last one is None
            if before is None:
                self.canvas = Layer.transparent(layer.colors.size)
            opened = ImageChops.subtract(layer.mask, after.mask).getbbox() if after else None
            frame = self._frame(layer, before, opened)
            yield frame
            if opened:
                self.canvas.clear(frame.box)
            before = layer

    def _frame(self, layer: Layer, before: Layer | None, opened: Box | None) -> GifFrame:
        """Paint a layer. The area that opens to transparency in the next one is included, to be cleared."""
        area = self._area(layer, before, opened)
        drawing = self._drawing(layer.crop(area), before and before.crop(area), area)
        if before:
            inner = union(drawing.changed.getbbox(), _relative(opened, area)) or (0, 0, 1, 1)
            drawing = drawing.crop(inner)
            area = (area[0] + inner[0], area[1] + inner[1], area[0] + inner[2], area[1] + inner[3])
        rectangle = smallest(drawing.indices, drawing.changed, drawing.paintable)
        self.canvas.paint(drawing.colors, rectangle.painted, area)
        return GifFrame(
            box=area,
            data=rectangle.data,
            palette=None if drawing.palette is self.palette else drawing.palette.table(),
            transparent=rectangle.transparent,
            disposal=_CLEAR if opened else _KEEP,
        )

    def _area(self, layer: Layer, before: Layer | None, opened: Box | None) -> Box:
        """Return the part of the canvas that painting this layer can change.

        The first frame covers the canvas: ImageMagick shows what it leaves free as opaque.
        """
        if before is None:
            return (0, 0, *layer.colors.size)
        colors = ImageChops.difference(layer.colors, before.colors).getbbox()
        mask = ImageChops.difference(layer.mask, self.canvas.mask).getbbox()
        return aligned(union(colors, mask, opened) or (0, 0, 1, 1), layer.colors.size)

    def _drawing(self, wanted: Layer, before: Layer | None, area: Box) -> Drawing:
        shown = self.canvas.crop(area)
        changed = to_paint(wanted, shown, self._tolerance)
        if before:
            # What is shown of unchanged pixels can deviate by more, but was good enough before.
            changed = ImageChops.darker(changed, to_paint(wanted, Layer(before.colors, shown.mask)))
        return Change(wanted, shown, changed).draw(self.palette, self._settings)


def _relative(box: Box | None, area: Box) -> Box | None:
    return box and (box[0] - area[0], box[1] - area[1], box[2] - area[0], box[3] - area[1])
