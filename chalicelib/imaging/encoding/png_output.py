"""Choose the smallest layout of pixels in a PNG: gray, color or palette, with or without alpha."""

from collections.abc import Callable

from PIL import Image

from chalicelib.imaging.color.gray import is_gray
from chalicelib.imaging.encoding import few_colors
from chalicelib.imaging.encoding.source_coding import SourceCoding

_OPAQUE = (255, 255)


def encode(image: Image.Image, save: Callable[[Image.Image], bytes], source: SourceCoding) -> bytes:
    """Return the smallest file that `save` writes, which looks like the image.

    If the colors of the source fit into a palette like that of the variant, it is a drawing. It gets one
    of very similar colors, and of less similar ones rather than a file that is larger than the source.
    """
    simple = _simplest(image)
    is_drawing = source.colors is not None and source.colors <= few_colors.most(simple)
    content = _smaller(save(simple), simple, save, few_colors.CLOSE if is_drawing else few_colors.EXACT)
    if not is_drawing or len(content) <= source.size_in_bytes:
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
    if image.mode in ("RGB", "RGBA") and is_gray(image):
        return image.convert("L" if image.mode == "RGB" else "LA")
    return image
