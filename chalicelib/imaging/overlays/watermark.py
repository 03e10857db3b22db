"""Draw an overlay onto variants of one size."""

from dataclasses import dataclass

from PIL import Image

from chalicelib.domain import overlay_geometry
from chalicelib.imaging.color.gray import is_gray
from chalicelib.imaging.resample import resize
from chalicelib.models import Overlay

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Watermark:
    """An overlay at its final size and opacity, in mode RGBA. It is drawn at `left` and at each of `tops`.

    It can exceed the variant. A tiled overlay is already repeated from left to right.
    """

    image: Image.Image
    left: int
    tops: range
    is_gray: bool

    @classmethod
    def of(cls, overlay: Overlay, image: Image.Image, variant: Size) -> "Watermark | None":
        """Prepare an overlay's RGBA image for variants of this size. Return None if it has no room."""
        size = overlay_geometry.fitted(image.size, variant, overlay.margin)
        if size is None:
            return None
        stamp = _faded(_scaled(image, size), overlay.opacity)
        left, top = overlay_geometry.offset(overlay, size, variant)
        tops = range(top, top + 1)
        if overlay.tile:
            tops = overlay_geometry.repeated(top, size[1] + overlay.margin, variant[1])
            columns = overlay_geometry.repeated(left, size[0] + overlay.margin, variant[0])
            left, stamp = columns.start, _row(stamp, columns)
        return cls(stamp, left, tops, is_gray(stamp))

    def draw(self, image: Image.Image) -> Image.Image:
        """Return a copy of an L, RGB or RGBA image with the overlay composited onto it.

        The overlay's colors turn L into RGB.
        """
        drawn = image.convert("RGB") if image.mode == "L" and not self.is_gray else image.copy()
        for top in self.tops:
            self._draw_at(drawn, top)
        return drawn

    def _draw_at(self, canvas: Image.Image, top: int) -> None:
        box = (
            max(0, -self.left),
            max(0, -top),
            min(self.image.width, canvas.width - self.left),
            min(self.image.height, canvas.height - top),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            return  # the variant begins in the gap after this tile
        visible = self.image.crop(box)
        at = self.left + box[0], top + box[1]
        if canvas.mode == "RGBA":
            canvas.alpha_composite(visible, at)
        else:
            canvas.paste(visible, at, visible)


def _scaled(image: Image.Image, size: Size) -> Image.Image:
    return image if image.size == size else resize(image, size, (0, 0, *image.size))


def _faded(image: Image.Image, opacity: float) -> Image.Image:
    faded = image.copy()
    faded.putalpha(image.getchannel("A").point([round(alpha * opacity) for alpha in range(256)]))
    return faded


def _row(tile: Image.Image, columns: range) -> Image.Image:
    """Return the tile at all columns, relative to the first one."""
    row = Image.new("RGBA", (columns[-1] - columns.start + tile.width, tile.height))
    row.paste(tile)
    done = 1
    while done < len(columns):
        # Each step copies all tiles that are there, because there can be one for each pixel.
        more = min(done, len(columns) - done)
        row.paste(
            row.crop((0, 0, (more - 1) * columns.step + tile.width, tile.height)), (done * columns.step, 0)
        )
        done += more
    return row
