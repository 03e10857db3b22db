"""Choose the smallest layout of pixels in a PNG: gray, color or palette, with or without alpha."""

from collections.abc import Callable

from PIL import Image, ImageChops

from chalicelib.imaging import few_colors

_OPAQUE = (255, 255)


def encode(image: Image.Image, save: Callable[[Image.Image], bytes], budget: int | None) -> bytes:
    """Return the smallest file that `save` writes, which looks like the image.

    If the source had only a few colors, `budget` is its size in bytes: a drawing of few colors gets a palette
    of very similar ones, and of less similar ones rather than a file that is larger than the source.
    """
    simple = _simplest(image)
    content = _smaller(save(simple), simple, save, few_colors.EXACT if budget is None else few_colors.CLOSE)
    if budget is None or len(content) <= budget:
        return content
    return _smaller(content, simple, save, few_colors.LOOSE)


def _smaller(
    content: bytes,
    image: Image.Image,
    save: Callable[[Image.Image], bytes],
    tolerance: few_colors.Tolerance,
) -> bytes:
    palette = few_colors.to_palette(image, tolerance)
    return min(content, save(palette), key=len) if palette else content


def _simplest(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == _OPAQUE:
        image = image.convert("RGB")
    if image.mode in ("RGB", "RGBA") and _is_gray(image):
        return image.convert("L" if image.mode == "RGB" else "LA")
    return image


def _is_gray(image: Image.Image) -> bool:
    red = image.getchannel("R")
    return not any(ImageChops.difference(red, image.getchannel(other)).getbbox() for other in "GB")
