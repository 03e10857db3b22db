"""Draw an overlay onto variants of one size."""

from collections.abc import Sequence

from msgspec import Struct
from PIL import Image

from chalicelib.domain import overlay_geometry
from chalicelib.imaging.color.gray import is_gray
from chalicelib.imaging.overlays.overlay_images import OverlayImages
from chalicelib.imaging.resample import resize
from chalicelib.models import Overlay, VariantPlan

Size = tuple[int, int]
_Key = tuple[Overlay, int, int]


class Watermark(Struct, frozen=True):
    """An overlay at its final size and opacity, in mode RGBA. It lies within the variant, at `left`, `top`.

    A tiled overlay is already repeated over the whole variant, so that each frame of an animation takes one
    composition, however small the tiles are.
    """

    image: Image.Image
    left: int
    top: int
    is_gray: bool

    @classmethod
    def of(cls, overlay: Overlay, image: Image.Image, variant: Size) -> "Watermark | None":
        """Prepare an overlay's RGBA image for variants of this size. Return None if it has no room."""
        size = overlay_geometry.fitted(image.size, variant, overlay.margin)
        if size is None:
            return None
        stamp = _faded(_scaled(image, size), overlay.opacity)
        left, top = overlay_geometry.offset(overlay, size, variant)
        if overlay.tile:
            columns = overlay_geometry.repeated(left, size[0] + overlay.margin, variant[0])
            rows = overlay_geometry.repeated(top, size[1] + overlay.margin, variant[1])
            left, top, stamp = 0, 0, _tiled(stamp, columns, rows, variant)
        return cls(stamp, left, top, is_gray(stamp))

    def draw(self, image: Image.Image) -> Image.Image:
        """Return a copy of an L, RGB or RGBA image with the overlay composited onto it.

        The overlay's colors turn L into RGB.
        """
        drawn = image.convert("RGB") if image.mode == "L" and not self.is_gray else image.copy()
        at = self.left, self.top
        if drawn.mode == "RGBA":
            drawn.alpha_composite(self.image, at)
        else:
            drawn.paste(self.image, at, self.image)
        return drawn


def _scaled(image: Image.Image, size: Size) -> Image.Image:
    return image if image.size == size else resize(image, size, (0, 0, *image.size))


def _faded(image: Image.Image, opacity: float) -> Image.Image:
    faded = image.copy()
    faded.putalpha(image.getchannel("A").point([round(alpha * opacity) for alpha in range(256)]))
    return faded


def _tiled(tile: Image.Image, columns: range, rows: range, variant: Size) -> Image.Image:
    """Return the tile at all columns and rows of an image of the variant's size."""
    row = _row(tile, columns)
    whole = Image.new("RGBA", variant)
    for top in rows:
        whole.paste(row, (columns.start, top))
    return whole


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
