"""Choose the smallest layout of a PNG's pixels: gray, color or palette, with or without alpha."""

from PIL import Image, ImageChops

from chalicelib.imaging import few_colors

_OPAQUE = (255, 255)


def layouts(image: Image.Image, *, few: bool) -> list[Image.Image]:
    """Return the image in the simplest mode that holds it, and with a palette if that can be smaller.

    If the source had `few` colors, the palette may replace them with very similar ones.
    """
    simple = _simplest(image)
    palette = few_colors.to_palette(simple, exact=not few)
    return [simple, palette] if palette else [simple]


def _simplest(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == _OPAQUE:
        image = image.convert("RGB")
    if image.mode in ("RGB", "RGBA") and _is_gray(image):
        return image.convert("L" if image.mode == "RGB" else "LA")
    return image


def _is_gray(image: Image.Image) -> bool:
    red = image.getchannel("R")
    return not any(ImageChops.difference(red, image.getchannel(other)).getbbox() for other in "GB")
