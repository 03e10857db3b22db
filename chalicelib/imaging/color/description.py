"""How a file describes the colors of its pixels."""

from msgspec import Struct

Point = tuple[float, float]


class Cicp(Struct, frozen=True):
    """Coding-independent code points (ITU-T H.273), as in PNG's cICP and HEIF's nclx.

    `matrix` and `full_range` describe the stored samples. Decoders return full-range RGB, so the conversion
    to sRGB needs only `primaries` and `transfer`.
    """

    primaries: int
    transfer: int
    matrix: int
    full_range: bool


class Chromaticities(Struct, frozen=True):
    """The white point and the primaries as CIE 1931 x and y, as in PNG's cHRM."""

    white: Point
    red: Point
    green: Point
    blue: Point


class ColorDescription(Struct, frozen=True, kw_only=True):
    """Everything that a file says about its colors. Empty means sRGB.

    If a file has several descriptions, the order of precedence is the one of PNG's third edition: `cicp`,
    `icc`, `srgb`, then `gamma` and `chromaticities` (https://www.w3.org/TR/png-3/#12Decoder-colour). `gamma`
    is the exponent from light to samples, for example 1/2.2.

    `max_luminance` is the brightest light in an HDR image in cd/m²: the maximum content light level, or else
    the maximum luminance of the mastering display (PNG's cLLI and mDCV, HEIF's clli and mdcv).
    """

    cicp: Cicp | None = None
    icc: bytes | None = None
    srgb: bool = False
    gamma: float | None = None
    chromaticities: Chromaticities | None = None
    max_luminance: float | None = None
