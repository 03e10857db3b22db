"""Paint the frames of a GIF: each as what differs from the one before, in few colors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

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
    """Paints layers one after the other on a canvas, which is transparent at first."""

    def __init__(self, layers: Sequence[Layer], settings: Settings) -> None:
        self._layers = layers
        self._settings = settings
        if settings.palette:
            self.palette = Palette.of(settings.palette, exact=False)
        else:
            self.palette = palette_for(layers, settings.colors)
        self._tolerance = 0 if self.palette.exact else settings.tolerance
        self.canvas = Layer.transparent(layers[0].colors.size)

    def frames(self) -> Iterator[GifFrame]:
        """Yield a frame for every layer. The canvas shows it until the next one is requested."""
        for number, layer in enumerate(self._layers):
            opened = None
            if number + 1 < len(self._layers):
                opened = ImageChops.subtract(layer.mask, self._layers[number + 1].mask).getbbox()
            frame = self._frame(number, opened)
            yield frame
            if opened:
                self.canvas.clear(frame.box)

    def _frame(self, number: int, opened: Box | None) -> GifFrame:
        """Paint a layer. The area that opens to transparency in the next one is included, to be cleared."""
        area = self._area(number, opened)
        wanted = self._layers[number].crop(area)
        drawing = self._drawing(number, area, wanted)
        if number:
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

    def _area(self, number: int, opened: Box | None) -> Box:
        """Return the part of the canvas that painting this layer can change.

        The first frame covers the canvas: ImageMagick shows what it leaves free as opaque.
        """
        layer = self._layers[number]
        if number == 0:
            return (0, 0, *layer.colors.size)
        colors = ImageChops.difference(layer.colors, self._layers[number - 1].colors).getbbox()
        mask = ImageChops.difference(layer.mask, self.canvas.mask).getbbox()
        return union(colors, mask, opened) or (0, 0, 1, 1)

    def _drawing(self, number: int, area: Box, wanted: Layer) -> _Drawing:
        """Draw with the global palette if it is good enough, else with one for the changed pixels only."""
        shown = self.canvas.crop(area)
        changed = to_paint(wanted, shown, self._tolerance)
        if number:
            # What is shown of unchanged pixels can deviate by more, but was good enough before.
            before = Layer(self._layers[number - 1].colors.crop(area), shown.mask)
            changed = ImageChops.darker(changed, to_paint(wanted, before))
        indices = self.palette.map(wanted.colors, wanted.mask)
        colors = indices.convert("RGB")
        if self._is_close(colors, wanted, changed):
            return _Drawing(
                indices, colors, ImageChops.darker(changed, to_paint(Layer(colors, wanted.mask), shown))
            )
        local = palette_for([Layer(wanted.colors, changed)], self._settings.colors)
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
