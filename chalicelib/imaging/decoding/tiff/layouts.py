"""The layouts of samples that Pillow's libtiff decoder can unpack at once.

libtiff returns samples in the processor's byte order and undoes FillOrder, hence the raw modes with N.
"""

from types import MappingProxyType
from typing import NamedTuple

from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Compression, Extra, Photometric, Sample


class Layout(NamedTuple):
    """A mode of Pillow, and the raw mode that is unpacked to it."""

    mode: str
    raw_mode: str


# By bits and sample format. Unsigned 32-bit values do not fit in Pillow's mode I, which is signed.
_GRAY = MappingProxyType(
    {
        (1, Sample.UNSIGNED): Layout("1", "1"),
        (2, Sample.UNSIGNED): Layout("L", "L;2"),
        (4, Sample.UNSIGNED): Layout("L", "L;4"),
        (8, Sample.UNSIGNED): Layout("L", "L"),
        (8, Sample.SIGNED): Layout("L", "L"),
        (12, Sample.UNSIGNED): Layout("I;16", "I;12"),
        (16, Sample.UNSIGNED): Layout("I;16", "I;16N"),
        (16, Sample.SIGNED): Layout("I", "I;16NS"),
        (32, Sample.UNSIGNED): Layout("F", "F;32N"),
        (32, Sample.SIGNED): Layout("I", "I;32NS"),
        (32, Sample.FLOAT): Layout("F", "F;32NF"),
        (64, Sample.FLOAT): Layout("F", "F;64NF"),
    }
)
_GRAY_ALPHA = MappingProxyType(
    {
        Extra.ASSOCIATED_ALPHA: Layout("La", "La"),
        Extra.UNASSOCIATED_ALPHA: Layout("LA", "LA"),
        Extra.UNSPECIFIED: Layout("LA", "LA"),
    }
)
_PALETTE = MappingProxyType(
    {
        1: Layout("P", "P;1"),
        2: Layout("P", "P;2"),
        4: Layout("P", "P;4"),
        8: Layout("P", "P"),
        16: Layout("I;16", "I;16N"),
    }
)
# By bits and raw mode, how many extra samples can be skipped, for example with RGBXXX.
_SKIPPED = MappingProxyType({8: {"RGB": 3, "RGBA": 2, "RGBa": 2, "CMYK": 2}, 16: {"RGB": 1}})


def find(page: Page) -> Layout | None:
    """Return the layout that decodes the page, None if its samples must be unpacked one by one."""
    if page.photometric is Photometric.YCBCR:
        return _ycbcr(page)
    if page.photometric in (Photometric.WHITE_IS_ZERO, Photometric.BLACK_IS_ZERO):
        return _gray(page)
    if page.sample is Sample.FLOAT or (page.sample is Sample.SIGNED and page.photometric is Photometric.RGB):
        return None
    return _palette(page) if page.photometric is Photometric.PALETTE else _color(page)


def _ycbcr(page: Page) -> Layout | None:
    """Return the layout after the conversion to RGB, with a fourth byte if libtiff does it."""
    if page.samples == 1:
        return _GRAY.get((page.bits, page.sample))
    converted = page.compression is Compression.JPEG and not page.planar
    return Layout("RGB", "RGB" if converted else "RGBX")


def _gray(page: Page) -> Layout | None:
    if page.samples == 1:
        return _GRAY.get((page.bits, page.sample))
    if (page.samples, page.bits, page.planar) == (2, 8, False):
        return Layout("L", "LX") if page.alpha is None else _GRAY_ALPHA[page.alpha]
    return None


def _palette(page: Page) -> Layout | None:
    if page.samples == 1:
        return _PALETTE.get(page.bits)
    if (page.samples, page.bits, page.planar) == (2, 8, False):
        return Layout("P", "PX") if page.alpha is None else Layout("PA", "PA")
    return None


def _color(page: Page) -> Layout | None:
    """Lab is unpacked as RGB, because Pillow does not support all encodings of Lab."""
    colors = "CMYK" if page.photometric is Photometric.CMYK else "RGB"
    mode = raw = colors
    if page.alpha is not None:
        if colors == "CMYK":
            return None
        mode, raw = "RGBA", "RGBa" if page.alpha is Extra.ASSOCIATED_ALPHA else "RGBA"
    extras = 0 if page.planar else page.samples - len(mode)
    if extras > _SKIPPED.get(page.bits, {}).get(raw, 0 if page.bits in _SKIPPED else -1):
        return None
    return Layout(mode, raw + "X" * extras + (";16N" if page.bits == 16 else ""))  # noqa: PLR2004  as in the name
