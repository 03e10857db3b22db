"""Draw the frames of an animation onto its canvas."""

from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct
from PIL import Image

_CLEAR = (0, 0, 0, 0)

Size = tuple[int, int]


class Disposal(Enum):
    """What happens to the canvas after a frame was shown, in the area of this frame."""

    KEEP = "keep"
    CLEAR = "clear"
    RESTORE = "restore"


class Patch(Struct, frozen=True):
    """One frame as stored: the pixels (RGB or RGBA) for a part of the canvas, which it can exceed.

    `over` draws them over the canvas; otherwise they replace its pixels. `duration` is in milliseconds.
    """

    image: Image.Image
    at: tuple[int, int] = (0, 0)
    duration: int = 0
    disposal: Disposal = Disposal.KEEP
    over: bool = True


def compose(size: Size, patches: Iterable[Patch]) -> Iterator[tuple[Image.Image, int]]:
    """Yield what each frame shows, as RGB or RGBA, and its duration. The canvas is transparent at first.

    The images must not be changed. RGB means that no pixel is transparent.
    """
    canvas = Image.new("RGBA", size)
    for patch in patches:
        shown = draw(canvas, patch)
        yield shown, patch.duration
        if patch.disposal is Disposal.KEEP:
            canvas = shown
        elif patch.disposal is Disposal.CLEAR:
            canvas = _cleared(shown, _area(size, patch))


def draw(canvas: Image.Image, patch: Patch) -> Image.Image:
    """Return the canvas with the patch drawn onto it."""
    left, top, right, bottom = area = _area(canvas.size, patch)
    if left >= right or top >= bottom:
        return canvas
    image = patch.image
    if image.size != (right - left, bottom - top):
        image = image.crop((0, 0, right - left, bottom - top))
    over = patch.over and image.mode == "RGBA"
    if image.size == canvas.size and not over:
        return image
    drawn = canvas.copy() if over or image.mode == "RGB" else canvas.convert("RGBA")
    if not over:
        drawn.paste(image, area)
    elif drawn.mode == "RGB":
        drawn.paste(image, area, image)
    else:
        drawn.alpha_composite(image, (left, top))
    return drawn


def _area(size: Size, patch: Patch) -> tuple[int, int, int, int]:
    """Return the area of the patch (left, top, right, bottom) that is on the canvas."""
    left, top = patch.at
    return left, top, min(size[0], left + patch.image.width), min(size[1], top + patch.image.height)


def _cleared(canvas: Image.Image, area: tuple[int, int, int, int]) -> Image.Image:
    if area == (0, 0, *canvas.size):
        return Image.new("RGBA", canvas.size)
    cleared = canvas.convert("RGBA") if canvas.mode == "RGB" else canvas.copy()
    cleared.paste(_CLEAR, area)
    return cleared
