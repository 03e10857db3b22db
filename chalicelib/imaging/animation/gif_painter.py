"""Paint the frames of a GIF: each as what differs from the one before, in few colors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from PIL import Image, ImageChops

from chalicelib.imaging.animation.frame_colors import FrameColors
from chalicelib.imaging.animation.gif_palette import Color, Palette, palette_for
from chalicelib.imaging.animation.gif_rectangle import smallest
from chalicelib.imaging.animation.gif_writer import GifFrame
from chalicelib.imaging.animation.layer import Box, Layer, largest_error, to_paint, union

# One of the 256 indices is for transparent pixels.
_OPAQUE_COLORS = 255
_KEEP, _CLEAR = 1, 2


@dataclass(frozen=True, slots=True)
class Settings:
    """How closely to reproduce the frames.

    `palette` are the colors of the global palette, None to choose up to `colors` of them. A frame gets its
    own palette of up to `colors` colors if the mean color of a flat block of 8 x 8 pixels would be off by
    more than `max_error` otherwise. Pixels that deviate from what is shown already by at most `tolerance`
    per channel are not painted again.
    """

    colors: int = _OPAQUE_COLORS
    tolerance: int = 6
    max_error: int = 8
    palette: tuple[Color, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A part of a frame, drawn with a palette: indices (mode P), their colors, and the pixels to paint."""

    indices: Image.Image
    colors: Image.Image
    changed: Image.Image
    local: Palette | None = None

    def crop(self, box: Box) -> "_Drawing":
        return _Drawing(self.indices.crop(box), self.colors.crop(box), self.changed.crop(box), self.local)


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
        wanted = layer.crop(area)
        drawing = self._drawing(wanted, before and before.crop(area), area)
        if before:
            inner = union(drawing.changed.getbbox(), _relative(opened, area)) or (0, 0, 1, 1)
            drawing, wanted = drawing.crop(inner), wanted.crop(inner)
            area = (area[0] + inner[0], area[1] + inner[1], area[0] + inner[2], area[1] + inner[3])
        paintable = drawing.changed if drawing.local else wanted.mask
        rectangle = smallest(drawing.indices, drawing.changed, paintable)
        self.canvas.paint(drawing.colors, rectangle.painted, area)
        return GifFrame(
            box=area,
            data=rectangle.data,
            palette=drawing.local.table() if drawing.local else None,
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
        return union(colors, mask, opened) or (0, 0, 1, 1)

    def _drawing(self, wanted: Layer, before: Layer | None, area: Box) -> _Drawing:
        """Draw with the global palette if it is good enough, else with one for the changed pixels only."""
        shown = self.canvas.crop(area)
        changed = to_paint(wanted, shown, self._tolerance)
        if before:
            # What is shown of unchanged pixels can deviate by more, but was good enough before.
            changed = ImageChops.darker(changed, to_paint(wanted, Layer(before.colors, shown.mask)))
        indices = self.palette.map(wanted.colors, wanted.mask)
        colors = indices.convert("RGB")
        if self._is_close(colors, wanted, changed):
            return _Drawing(
                indices, colors, ImageChops.darker(changed, to_paint(Layer(colors, wanted.mask), shown))
            )
        local = palette_for(Layer(wanted.colors, changed), self._settings.colors)
        indices = local.map(wanted.colors, changed)
        return _Drawing(indices, indices.convert("RGB"), changed, local)

    def _is_close(self, colors: Image.Image, wanted: Layer, changed: Image.Image) -> bool:
        if self.palette.exact:
            return True
        painted = wanted.colors.copy()
        painted.paste(colors, mask=changed)
        return largest_error(painted, wanted.colors) <= self._settings.max_error


def _relative(box: Box | None, area: Box) -> Box | None:
    return box and (box[0] - area[0], box[1] - area[1], box[2] - area[0], box[3] - area[1])
