"""Brings what decoders give into the few modes that can be resampled: L, RGB, RGBa, CMYK, LAB.

RGBa is RGBA with colours multiplied by alpha: resampled so, what is transparent leaves no dark fringes.
"""

from PIL import Image

_ALPHA_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}
_PLAIN_MODES = {"L", "RGB", "RGBa", "CMYK", "LAB"}
_MAX_16_BITS = 0xFFFF

Range = tuple[float, float]


def has_alpha(image: Image.Image) -> bool:
    """Tell whether any pixel can be transparent, from the header alone."""
    return image.mode in _ALPHA_MODES or "transparency" in image.info


def is_plain(image: Image.Image) -> bool:
    """Tell whether the image can be resampled as it is."""
    return image.mode in _PLAIN_MODES and "transparency" not in image.info


def grey_range(image: Image.Image) -> Range | None:
    """Return the values of black and white where the mode has more than 8 bits, else None.

    Of 32 bits, mostly measurements, nothing but the values themselves says what is black or white.
    """
    if image.mode.startswith("I;16"):
        return 0, _MAX_16_BITS
    if image.mode not in ("I", "F"):
        return None
    lowest, highest = image.getextrema()
    assert isinstance(lowest, int | float)  # noqa: S101  one band, so one pair; the stub allows for several
    assert isinstance(highest, int | float)  # noqa: S101  as above
    return lowest, highest


def plain(image: Image.Image, grey: Range | None) -> Image.Image:
    """Convert to a plain mode; `grey` is the grey_range of the whole, of which this may be a part."""
    if is_plain(image):
        return image
    if grey:
        return _in_8_bits(image, *grey)
    if image.mode == "1":
        return image.convert("L")
    if image.mode == "La":
        image = image.convert("LA")
    return image.convert("RGBA").convert("RGBa") if has_alpha(image) else image.convert("RGB")


def _in_8_bits(image: Image.Image, black: float, white: float) -> Image.Image:
    """Scale grey values down; Pillow's own conversion clips them, which turns most of them white."""
    factor = 255 / ((white - black) or 1)
    offset = 0.5 - black * factor
    values = image.convert("I") if image.mode.startswith("I;16") else image
    return values.point(lambda value: value * factor + offset).convert("L")
