"""Convert decoded images to the "plain" modes, which can be resampled: L, RGB, RGBa, CMYK, LAB.

RGBa is RGBA with premultiplied alpha. Resampling it leaves no dark fringes around transparent areas.
"""

from math import isfinite

from PIL import Image, ImageMath

from chalicelib.imaging.decoding import png_transparency

_ALPHA_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}
_PLAIN_MODES = {"L", "RGB", "RGBa", "CMYK", "LAB"}
_MAX_16_BITS = 0xFFFF
# The largest finite value with 32 bits.
_LARGEST = float.fromhex("0x1.fffffep127")
_ROWS = 64

Range = tuple[float, float]


def has_alpha(image: Image.Image) -> bool:
    """Return whether the image can have transparent pixels, from the header alone."""
    return image.mode in _ALPHA_MODES or "transparency" in image.info


def is_plain(image: Image.Image) -> bool:
    """Return whether the image is in a plain mode."""
    return image.mode in _PLAIN_MODES and "transparency" not in image.info


def gray_range(image: Image.Image) -> Range | None:
    """Return the values of black and white if the mode has more than 8 bits, else None.

    Images with 32 bits, mostly measurements, do not define black and white, so their lowest and highest
    finite values are used.
    """
    if image.mode.startswith("I;16"):
        return 0, _MAX_16_BITS
    if image.mode not in ("I", "F"):
        return None
    lowest, highest = _extrema(image)
    if isfinite(lowest) and isfinite(highest):
        return lowest, highest
    return _finite_range(image)


def _extrema(image: Image.Image) -> Range:
    lowest, highest = image.getextrema()
    assert isinstance(lowest, int | float)  # noqa: S101  one band, so one pair; the stub allows for several
    assert isinstance(highest, int | float)  # noqa: S101  as above
    return lowest, highest


def _finite_range(image: Image.Image) -> Range:
    """Return the lowest and highest values without NaN and infinities, in strips to save memory."""
    lowest, highest = _LARGEST, -_LARGEST
    for top in range(0, image.height, _ROWS):
        strip = image.crop((0, top, image.width, min(image.height, top + _ROWS)))
        finite = ImageMath.lambda_eval(lambda bands: abs(bands["x"]) <= _LARGEST, x=strip)
        mask = finite.convert("L").point(lambda value: value and 0xFF)
        lowest = min(lowest, _extrema(_filled(strip, mask, _LARGEST))[0])
        highest = max(highest, _extrema(_filled(strip, mask, -_LARGEST))[1])
    return (lowest, highest) if lowest <= highest else (0, 1)


def _filled(image: Image.Image, mask: Image.Image, value: float) -> Image.Image:
    """Return the image with `value` where the mask is 0."""
    filled = Image.new("F", image.size, value)
    filled.paste(image, mask=mask)
    return filled


def to_plain(image: Image.Image, gray: Range | None) -> Image.Image:
    """Convert to a plain mode. `gray` is the `gray_range` of the whole image, if this is a part of it."""
    if is_plain(image):
        return image
    if gray:
        return _with_transparent_color(_in_8_bits(image, *gray), image)
    if image.mode == "1" and not has_alpha(image):
        return image.convert("L")
    if image.mode == "La":
        image = image.convert("LA")
    return image.convert("RGBA").convert("RGBa") if has_alpha(image) else image.convert("RGB")


def _with_transparent_color(gray: Image.Image, image: Image.Image) -> Image.Image:
    """Add the alpha channel of an image with 16 bits. Only PNG has a transparent color in this mode."""
    if "transparency" not in image.info:
        return gray
    alpha = png_transparency.gray_alpha(image, image.info["transparency"])
    return Image.merge("RGBA", (gray, gray, gray, alpha)).convert("RGBa")


def _in_8_bits(image: Image.Image, black: float, white: float) -> Image.Image:
    """Scale gray values to 8 bits. Pillow's own conversion clips them, which turns most of them white."""
    factor = 255 / ((white - black) or 1)
    offset = 0.5 - black * factor
    values = image.convert("I") if image.mode.startswith("I;16") else image
    return values.point(lambda value: value * factor + offset).convert("L")
