"""Cut the frames of a GIF to what changes, and choose how each one is painted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from chalicelib.imaging.animation import gif_writer
from chalicelib.imaging.animation.gif_palette import Color, Palette, palette_for
from chalicelib.imaging.animation.gif_writer import GifFrame
from chalicelib.imaging.animation.layer import Box, Layer, differing, largest_error, union

# The index of transparent pixels. As the lowest one, it does not lengthen the codes of any frame.
TRANSPARENT = 0
_OPAQUE_COLORS = 255
_KEEP, _CLEAR = 1, 2
# Unchanged pixels in blocks of this side are left out, others painted (see _masks).
_BLOCK = 3


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
class _Painting:
    """A part of a frame, drawn with a palette: indices (mode P), their colors, and the pixels to paint.

    `local` is None for the global palette.
    """

    indices: Image.Image
    colors: Image.Image
    changed: Image.Image
    local: Palette | None = None

    def crop(self, box: Box) -> "_Painting":
        return _Painting(self.indices.crop(box), self.colors.crop(box), self.changed.crop(box), self.local)


class Painter:
    """Paints layers one after the other on a canvas, each as what differs from the one before."""

    def __init__(self, layers: Sequence[Layer], settings: Settings) -> None:
        self._layers = layers
        self._settings = settings
        self.palette = (
            Palette.of(settings.palette, exact=False)
            if settings.palette
            else palette_for(layers, settings.colors)
        )
        self._tolerance = 0 if self.palette.exact else settings.tolerance
        self.canvas = Layer.transparent(layers[0].colors.size)

    def frames(self) -> Iterator[GifFrame]:
        """Yield a frame for every layer. The canvas shows it until the next one is requested."""
        for number, layer in enumerate(self._layers):
            following = self._layers[number + 1] if number + 1 < len(self._layers) else layer
            opened = ImageChops.subtract(layer.mask, following.mask).getbbox()
            area = self._area(number, opened)
            frame = self._frame(number, area, opened)
            yield frame
            if opened:
                self.canvas.clear(frame.box)

    def _area(self, number: int, opened: Box | None) -> Box:
        """Return the part of the canvas that painting this layer can change."""
        layer = self._layers[number]
        if number == 0:
            return (0, 0, *layer.colors.size)
        colors = ImageChops.difference(layer.colors, self._layers[number - 1].colors).getbbox()
        mask = ImageChops.difference(layer.mask, self.canvas.mask).getbbox()
        return union(colors, mask, opened) or (0, 0, 1, 1)

    def _frame(self, number: int, area: Box, opened: Box | None) -> GifFrame:
        wanted = self._layers[number].crop(area)
        painting = self._painting(number, area, wanted)
        if number:
            inner = union(painting.changed.getbbox(), _relative(opened, area)) or (0, 0, 1, 1)
            painting, wanted = painting.crop(inner), wanted.crop(inner)
            area = (area[0] + inner[0], area[1] + inner[1], area[0] + inner[2], area[1] + inner[3])
        mask, data = _smallest(painting, wanted.mask)
        self.canvas.paint(painting.colors, mask, area[:2])
        return GifFrame(
            box=area,
            data=data,
            palette=table(painting.local) if painting.local else None,
            transparent=TRANSPARENT,
            disposal=_CLEAR if opened else _KEEP,
        )

    def _painting(self, number: int, area: Box, wanted: Layer) -> _Painting:
        """Draw with the global palette if it is good enough, else with one for the changed pixels only."""
        shown = self.canvas.crop(area)
        unlike = ImageChops.lighter(
            differing(wanted.colors, shown.colors, self._tolerance), ImageChops.invert(shown.mask)
        )
        if number:
            before = self._layers[number - 1].colors.crop(area)
            moved = ImageChops.lighter(differing(wanted.colors, before), ImageChops.invert(shown.mask))
            unlike = ImageChops.darker(unlike, moved)
        painting = _drawn(wanted, self.palette, ImageChops.darker(unlike, wanted.mask))
        if self._error(painting, wanted, shown) <= self._settings.max_error:
            different = ImageChops.lighter(
                differing(painting.colors, shown.colors), ImageChops.invert(shown.mask)
            )
            return _Painting(
                painting.indices, painting.colors, ImageChops.darker(painting.changed, different)
            )
        palette = palette_for([Layer(wanted.colors, painting.changed)], self._settings.colors)
        return _drawn(wanted, palette, painting.changed, local=palette)

    def _error(self, painting: _Painting, wanted: Layer, shown: Layer) -> int:
        if not painting.changed.getbbox():
            return 0
        result = wanted.colors.copy()
        result.paste(shown.colors, mask=wanted.mask)
        result.paste(painting.colors, mask=painting.changed)
        return largest_error(result, wanted.colors)


def table(palette: Palette) -> bytes:
    """Return the color table of a palette, in which the transparent color is the first."""
    return b"\x00\x00\x00" + palette.table()


def _drawn(wanted: Layer, palette: Palette, changed: Image.Image, local: Palette | None = None) -> _Painting:
    indices = palette.map(wanted.colors, changed if local else wanted.mask)
    return _Painting(indices, indices.convert("RGB"), changed, local)


def _relative(box: Box | None, area: Box) -> Box | None:
    return box and (box[0] - area[0], box[1] - area[1], box[2] - area[0], box[3] - area[1])


def _smallest(painting: _Painting, opaque: Image.Image) -> tuple[Image.Image, bytes]:
    """Return the mask of pixels to paint that takes the fewest bytes, and the compressed frame."""
    # Index 0 of the color table is the transparent one, so the colors follow it.
    indices = painting.indices.point([min(index + 1, 255) for index in range(256)])
    versions = []
    for mask in _masks(painting, opaque):
        image = Image.new("P", indices.size, TRANSPARENT)
        image.paste(indices, mask=mask)
        versions.append((mask, gif_writer.compress(image)))
    return min(versions, key=lambda version: len(version[1]))


def _masks(painting: _Painting, opaque: Image.Image) -> Iterator[Image.Image]:
    """Yield masks of the pixels to paint: all that changed, with or without unchanged ones.

    Scattered transparent pixels interrupt patterns that would be compressed well. Unchanged pixels cannot
    be painted with a local palette, which does not have their colors.
    """
    yield painting.changed
    unchanged = ImageChops.subtract(opaque, painting.changed)
    if painting.local or not unchanged.getbbox():
        return
    yield opaque
    if min(unchanged.size) >= _BLOCK:
        blocks = unchanged.filter(ImageFilter.MinFilter(_BLOCK)).filter(ImageFilter.MaxFilter(_BLOCK))
        yield ImageChops.subtract(opaque, ImageChops.darker(blocks, unchanged))
