"""Brings what decoders give into the few modes that the engine works in: L, RGB, RGBA, CMYK, LAB."""

from PIL import Image

_MAX_16_BITS = 0xFFFF
_ALPHA_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}


def has_alpha(image: Image.Image) -> bool:
    """Tell whether any pixel can be transparent, from the header alone."""
    return image.mode in _ALPHA_MODES or "transparency" in image.info


def workable(image: Image.Image) -> Image.Image:
    """Convert to a mode that can be resized without loss: palettes and tables of colours cannot."""
    if image.mode in ("CMYK", "LAB", "RGB", "L") and "transparency" not in image.info:
        return image
    if image.mode == "La":
        return image.convert("LA").convert("RGBA")
    if has_alpha(image):
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _reduced_to_8_bits(image)
    return image.convert("RGB")


def _reduced_to_8_bits(image: Image.Image) -> Image.Image:
    """Scale grey values down; Pillow's convert clips them, which turns all but the darkest white."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    lowest, highest = image.getextrema()
    assert isinstance(lowest, int | float)  # noqa: S101  one band, so one pair; the stub allows for several
    assert isinstance(highest, int | float)  # noqa: S101  as above
    if image.mode == "I" and lowest >= 0 and highest <= _MAX_16_BITS:
        lowest, highest = 0, _MAX_16_BITS
    factor = 255 / ((highest - lowest) or 1)
    offset = 0.5 - lowest * factor
    return image.point(lambda value: value * factor + offset).convert("L")
