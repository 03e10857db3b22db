"""Choose which pixels of a frame's rectangle to paint, so that it takes the fewest bytes."""

from collections.abc import Iterator

from msgspec import Struct
from PIL import Image, ImageChops

from chalicelib.imaging.animation import gif_writer

_BLOCK = 4


class Rectangle(Struct, frozen=True):
    """A compressed rectangle. `transparent` is the index of the pixels that `painted` leaves out, if any."""

    painted: Image.Image
    data: bytes
    transparent: int | None


def smallest(indices: Image.Image, changed: Image.Image, paintable: Image.Image) -> Rectangle:
    """Return the rectangle that takes the fewest bytes. `indices` has mode P and at most 255 colors.

    `changed` is the mask of the pixels that must be painted, `paintable` of those that can be.
    """
    return min(
        (_compressed(indices, mask) for mask in _masks(changed, paintable)),
        key=lambda rectangle: len(rectangle.data),
    )


def _masks(changed: Image.Image, paintable: Image.Image) -> Iterator[Image.Image]:
    """Yield masks with none, all, and some of the unchanged pixels.

    Scattered transparent pixels interrupt patterns that compress well, so the last mask leaves out only
    whole blocks of 4 x 4.
    """
    yield changed
    unchanged = ImageChops.subtract(paintable, changed)
    if not unchanged.getbbox():
        return
    yield paintable
    blocks = unchanged.reduce(_BLOCK).point([255 * (mean == 255) for mean in range(256)])  # noqa: PLR2004  the whole block
    left_out = blocks.resize((blocks.width * _BLOCK, blocks.height * _BLOCK), Image.Resampling.NEAREST)
    yield ImageChops.subtract(paintable, left_out.crop((0, 0, *unchanged.size)))


def _compressed(indices: Image.Image, mask: Image.Image) -> Rectangle:
    """Compress with the lowest index that no painted pixel has as the transparent one.

    The highest index determines the length of the codes.
    """
    if mask.getextrema() == (255, 255):
        return Rectangle(mask, gif_writer.compress(indices), None)
    transparent = indices.histogram(mask).index(0)
    image = Image.new("P", indices.size, transparent)
    image.paste(indices, mask=mask)
    return Rectangle(mask, gif_writer.compress(image), transparent)
