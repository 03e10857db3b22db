"""Give decoded samples their meaning: inverted gray, color maps, Lab, and alpha of unknown meaning."""

from collections.abc import Callable, Sequence

from PIL import Image, ImageChops
from PIL.ExifTags import Base

from chalicelib.imaging.color.description import ColorDescription
from chalicelib.imaging.color.to_srgb import to_srgb
from chalicelib.imaging.containers import metadata_limits
from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Extra, Photometric

_MAX_12_BITS, _MAX_16_BITS = 0xFFF, 0xFFFF
_SIGN = 0x80


def join(bands: Sequence[Image.Image], mode: str, page: Page) -> Image.Image:
    """Return the bands as one image. Pillow has no mode for CMYK with alpha, so that becomes sRGB here."""
    if mode != "CMYKA":
        return bands[0] if len(bands) == 1 else Image.merge(mode, bands)
    profile = page.ifd.data(Base.InterColorProfile, metadata_limits.ICC) or None
    colors = to_srgb(Image.merge("CMYK", bands[:4]), ColorDescription(icc=profile))
    return Image.merge("RGBA", (*colors.split(), bands[4]))


def finish(image: Image.Image, page: Page) -> Image.Image:
    """Return the image in a mode that has the meaning of the page's samples."""
    if page.bits == 12:  # noqa: PLR2004  scaled to 16 bits
        image = image.point(lambda value: value * (_MAX_16_BITS / _MAX_12_BITS) + 0.5)
    finished = _BY_PHOTOMETRIC[page.photometric](image, page)
    if page.alpha is Extra.UNSPECIFIED and finished.getchannel("A").getextrema() == (0, 0):
        return finished.convert("RGB" if finished.mode in ("RGBA", "PA") else "L")
    return finished


def _same(image: Image.Image, _: Page) -> Image.Image:
    return image


def _inverted(image: Image.Image, _: Page) -> Image.Image:
    """Invert gray, but not alpha. The range of I and F is only found later, so negate these."""
    if image.mode == "I;16":
        return image.point(lambda value: value * -1 + _MAX_16_BITS)
    if image.mode in ("I", "F"):
        return image.point(lambda value: value * -1 + 0)
    if image.mode in ("1", "L"):
        return ImageChops.invert(image)
    gray, alpha = image.split()
    if image.mode == "La":
        return Image.merge("La", (ImageChops.subtract(alpha, gray), alpha))
    return Image.merge(image.mode, (ImageChops.invert(gray), alpha))


def _mapped(image: Image.Image, page: Page) -> Image.Image:
    colors = [color >> 8 for color in page.ifd.integers(Base.ColorMap)]
    size = len(colors) // 3
    if image.mode == "I;16":
        indexes = image.convert("I")
        tables = (colors[band * size :][:size] for band in range(3))
        return Image.merge("RGB", [indexes.point(table, "L") for table in tables])
    image.putpalette(bytes(colors[band * size + index] for index in range(size) for band in range(3)))
    return image


def _lab(image: Image.Image, _: Page) -> Image.Image:
    return Image.merge("LAB", image.split())


def _signed_lab(image: Image.Image, _: Page) -> Image.Image:
    """Convert a and b from signed samples to Pillow's, which have an offset of 128."""
    lightness, *chroma = image.split()
    return Image.merge("LAB", (lightness, *(band.point(lambda value: value ^ _SIGN) for band in chroma)))


_BY_PHOTOMETRIC: dict[Photometric, Callable[[Image.Image, Page], Image.Image]] = {
    Photometric.WHITE_IS_ZERO: _inverted,
    Photometric.BLACK_IS_ZERO: _same,
    Photometric.RGB: _same,
    Photometric.PALETTE: _mapped,
    Photometric.CMYK: _same,
    Photometric.YCBCR: _same,
    Photometric.CIELAB: _signed_lab,
    Photometric.ICCLAB: _lab,
}
