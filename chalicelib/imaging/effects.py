"""Draw the effects of a preset: grayscale, then blur, then sharpen, as sharp orders them.

They apply to the scaled and cropped image, before it is padded, so that the background keeps its color.
Transparent images are blurred and sharpened with premultiplied alpha: otherwise the invisible colors of
transparent pixels would show as fringes.
"""

from PIL import Image, ImageFilter

from chalicelib.models import VariantSpec

# Luma of Rec. 709 from sRGB values, as CSS's grayscale(1) has it:
# https://www.w3.org/TR/filter-effects-1/#grayscaleEquivalent
_LUMA = (0.2126, 0.7152, 0.0722, 0)
# The mild sharpening of sharp() without parameters, in libvips' order:
# https://github.com/lovell/sharp/blob/v0.34.5/src/operations.cc
_NEIGHBOR, _CENTER, _SCALE = -1, 32, 24
_SHARPEN = ImageFilter.Kernel((3, 3), (*[_NEIGHBOR] * 4, _CENTER, *[_NEIGHBOR] * 4), scale=_SCALE)


def apply(image: Image.Image, spec: VariantSpec) -> Image.Image:
    """Return the image (L, RGB or RGBA) with the preset's effects. An opaque gray image is L."""
    if spec.grayscale:
        image = grayscale(image)
    if not spec.blur and not spec.sharpen:
        return image
    plain = image.convert("RGBa") if image.mode == "RGBA" else image
    if spec.blur:
        # The radius is the standard deviation, as in CSS's blur().
        plain = plain.filter(ImageFilter.GaussianBlur(spec.blur))
    if spec.sharpen:
        plain = _sharpened(plain)
    return plain.convert("RGBA") if plain.mode == "RGBa" else plain


def grayscale(image: Image.Image) -> Image.Image:
    """Return the image in grays, as L or, with transparency, as RGBA."""
    if image.mode == "L":
        return image
    gray = image.convert("RGB").convert("L", _LUMA)
    return Image.merge("RGBA", (gray, gray, gray, image.getchannel("A"))) if image.mode == "RGBA" else gray


def _sharpened(image: Image.Image) -> Image.Image:
    """Return the sharpened image. The pixels at its border are repeated outwards."""
    # Pillow copies the border, because its kernel does not fit there.
    width, height = image.size
    framed = Image.new(image.mode, (width + 2, height + 2))
    framed.paste(image, (1, 1))
    framed.paste(image.crop((0, 0, 1, height)), (0, 1))
    framed.paste(image.crop((width - 1, 0, width, height)), (width + 1, 1))
    framed.paste(framed.crop((0, 1, width + 2, 2)), (0, 0))
    framed.paste(framed.crop((0, height, width + 2, height + 1)), (0, height + 1))
    return framed.filter(_SHARPEN).crop((1, 1, width + 1, height + 1))
