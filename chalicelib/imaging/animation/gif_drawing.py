"""Draw what changes in a GIF frame in few colors, with no block of 8 x 8 pixels far from its mean color."""

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image, ImageChops

from chalicelib.imaging.animation.gif_palette import Palette, palette_for
from chalicelib.imaging.animation.layer import (
    Box,
    Color,
    Layer,
    block_errors,
    blocks_above,
    farthest_pixels,
    highest,
    largest_error,
    to_paint,
)

# One of the 256 indices is for transparent pixels.
_OPAQUE_COLORS = 255
# The part of a palette that is left for pixels of blocks that are off, if there are any, and how many are
# added before looking again.
_SPARE_PART, _PIXELS_AT_ONCE = 4, 16
# What a pixel may deviate to repeat its neighbor's color, see kernel/palette.py. Two pans over photos, at 300
# pixels, take 7 and 8% fewer bytes with it, and are off by 7 and 4% more (root mean square).
_REPETITION = 32
ANY_ERROR = 255


class Settings(Struct, frozen=True):
    """How closely to reproduce the frames.

    `palette` are the colors of the global palette, None to choose up to `colors` of them. A frame gets its
    own palette of up to `colors` colors if the mean color of a flat block of 8 x 8 pixels would be off by
    more than `max_error` otherwise. Blocks that are off by more than `limit`, flat or not, are dithered.
    Pixels that deviate from what is shown already by at most `tolerance` per channel are not painted again.
    """

    colors: int = _OPAQUE_COLORS
    tolerance: int = 6
    max_error: int = 8
    limit: int = 9
    palette: tuple[Color, ...] | None = None


class Drawing(Struct, frozen=True):
    """A part of a frame, drawn with a palette: indices (mode P), their colors, and the pixels to paint.

    `changed` is the mask of those that must be painted, `paintable` of those that can be.
    """

    indices: Image.Image
    colors: Image.Image
    changed: Image.Image
    paintable: Image.Image
    palette: Palette

    def crop(self, box: Box) -> "Drawing":
        """Return a part of the drawing."""
        return replace(
            self,
            indices=self.indices.crop(box),
            colors=self.colors.crop(box),
            changed=self.changed.crop(box),
            paintable=self.paintable.crop(box),
        )


class Change(Struct, frozen=True):
    """What to draw: the pixels of `wanted` in the mask `changed`, over what the canvas shows already."""

    wanted: Layer
    shown: Layer
    changed: Image.Image

    def draw(self, palette: Palette, settings: Settings) -> Drawing:
        """Draw with the global palette if it is good enough, else with one for the changed pixels only."""
        drawing = self._drawn(palette)
        if palette.exact or self._flat_error(drawing) <= settings.max_error:
            drawing = self._dithered(drawing, settings.limit)
            if not self._off(drawing, settings.limit):
                return self._trimmed(drawing, settings.limit)
        return self._with_own_palette(settings)

    def _trimmed(self, drawing: Drawing, limit: int) -> Drawing:
        """Leave out pixels that look as drawn already, and let the others be painted if they are close."""
        deviating = to_paint(Layer(drawing.colors, self.wanted.mask), self.shown)
        every = replace(drawing, changed=self.wanted.mask)
        return replace(
            drawing,
            changed=ImageChops.darker(drawing.changed, deviating),
            paintable=drawing.changed if self._off(every, limit) else self.wanted.mask,
        )

    def _with_own_palette(self, settings: Settings) -> Drawing:
        drawing = self._drawn(palette_for(Layer(self.wanted.colors, self.changed), settings.colors))
        off = self._off(drawing, settings.limit)
        if not off:
            return drawing
        spare = settings.colors // _SPARE_PART
        whole = Layer(self.wanted.colors, ImageChops.lighter(self.changed, off))
        return self._with_pixels(palette_for(whole, settings.colors - spare), spare, settings.limit)

    def _with_pixels(self, palette: Palette, spare: int, limit: int) -> Drawing:
        """Add pixels of the blocks that are off, although they are dithered, to a palette.

        Selected colors lie inside of what the colors of the image span, so that no mix of them shows the most
        saturated ones.
        """
        while True:
            drawing = self._dithered(self._drawn(palette, repetition=0), limit)
            errors, count = self._errors(drawing), min(spare, _PIXELS_AT_ONCE)
            pixels = farthest_pixels(self.wanted.colors, drawing.colors, errors, limit, count)
            if not pixels:
                return drawing
            palette = palette.with_colors(pixels)
            spare -= len(pixels)

    def _drawn(self, palette: Palette, repetition: int = _REPETITION) -> Drawing:
        tolerance = 0 if palette.exact else repetition
        indices = palette.map(self.wanted.colors, self.wanted.mask, tolerance=tolerance)
        return Drawing(indices, indices.convert("RGB"), self.changed, self.changed, palette)

    def _dithered(self, drawing: Drawing, limit: int) -> Drawing:
        """Dither the blocks that are off by more than the limit, and paint all their pixels."""
        off = self._off(drawing, limit)
        if not off:
            return drawing
        dither = Image.Dither.FLOYDSTEINBERG
        indices = drawing.indices.copy()
        indices.paste(drawing.palette.map(self.wanted.colors, self.wanted.mask, dither), mask=off)
        changed = ImageChops.lighter(drawing.changed, off)
        return Drawing(indices, indices.convert("RGB"), changed, changed, drawing.palette)

    def _off(self, drawing: Drawing, limit: int) -> Image.Image | None:
        """Return a mask of the opaque pixels in blocks that would be off by more, None if there are none."""
        errors = self._errors(drawing)
        if highest(errors) <= limit:
            return None
        return ImageChops.darker(blocks_above(errors, limit, self.changed.size), self.wanted.mask)

    def _errors(self, drawing: Drawing) -> Image.Image:
        """Return by how much each block of the canvas would be off."""
        canvas = self.wanted.colors.copy()
        canvas.paste(self.shown.colors, mask=ImageChops.darker(self.wanted.mask, self.shown.mask))
        canvas.paste(drawing.colors, mask=drawing.changed)
        return block_errors(canvas, self.wanted.colors)

    def _flat_error(self, drawing: Drawing) -> int:
        painted = self.wanted.colors.copy()
        painted.paste(drawing.colors, mask=self.changed)
        return largest_error(painted, self.wanted.colors)
