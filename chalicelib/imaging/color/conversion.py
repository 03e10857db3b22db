"""Choose the conversion to sRGB that a color description calls for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, product

from PIL import Image, ImageChops

from chalicelib.imaging.color import code_points, icc, matrix_profile
from chalicelib.imaging.color.description import Cicp, ColorDescription

# The luminance in cd/m² that HDR images without metadata are assumed to reach, as in Chromium.
_DEFAULT_MAX_LUMINANCE = 1000.0
# A gamma of 0.45455 usually stands for sRGB. Without chromaticities, Chromium takes values within 5 % of it
# for sRGB, like libpng (PNG_GAMMA_THRESHOLD).
_SRGB_GAMMA = 1 / 2.2
_GAMMA_TOLERANCE = 0.05
# Conversions that change no sample by more than this are from profiles of sRGB.
_ROUNDING = 1
_GRAYS = Image.frombytes("L", (256, 1), bytes(range(256))).convert("RGB")
_COLORS = Image.frombytes("RGB", (216, 1), bytes(chain.from_iterable(product(range(0, 256, 51), repeat=3))))


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion to sRGB.

    `grays` are the red, green and blue of the 256 grays, one after the other, or None if they do not change.
    `convert` takes RGB or RGBA, or is None if the description is for gray images.
    """

    grays: tuple[int, ...] | None
    convert: Callable[[Image.Image], Image.Image] | None


@lru_cache(maxsize=8)
def choose(color: ColorDescription) -> Conversion | None:
    """Return the conversion of gray and RGB pixels, None if they are in sRGB already.

    Descriptions that are broken, or for other pixels than gray and RGB, count as missing.
    """
    if color.cicp and code_points.is_known(color.cicp):
        return _of_code_points(color.cicp, color.max_luminance)
    if color.icc and icc.is_sound(color.icc):
        named = icc.cicp(color.icc)
        if named:
            return _of_code_points(named, color.max_luminance)
        if icc.transform(color.icc, "L"):
            return _of_gray_profile(color.icc)
        if icc.transform(color.icc, "RGB"):
            return _of_rgb_profile(color.icc)
    return None if color.srgb else _of_gamma(color)


def _of_code_points(cicp: Cicp, max_luminance: float | None) -> Conversion | None:
    primaries = code_points.PRIMARIES[cicp.primaries]
    if cicp.transfer in code_points.TRANSFERS:
        return _of_rgb_profile(matrix_profile.build(primaries, code_points.TRANSFERS[cicp.transfer]))
    # HDR is rare, and other cold starts do not load its modules.
    from chalicelib.imaging.color import hdr_lut  # noqa: PLC0415

    lut = hdr_lut.build(primaries, cicp.transfer, max_luminance or _DEFAULT_MAX_LUMINANCE)
    return _unless_unchanged(lambda image: image.filter(lut))


def _of_gamma(color: ColorDescription) -> Conversion | None:
    gamma, space = color.gamma, color.chromaticities
    if not gamma or (space is None and abs(gamma / _SRGB_GAMMA - 1) <= _GAMMA_TOLERANCE):
        return None
    try:
        curve = matrix_profile.ParametricCurve(1 / gamma)
        return _of_rgb_profile(matrix_profile.build(space or code_points.BT_709, curve))
    except ValueError:
        return None


def _of_rgb_profile(profile: bytes) -> Conversion | None:
    return _unless_unchanged(partial(icc.to_srgb, profile=profile))


def _of_gray_profile(profile: bytes) -> Conversion | None:
    grays = _grays(icc.to_srgb(_GRAYS.convert("L"), profile))
    return Conversion(grays, convert=None) if grays else None


def _unless_unchanged(convert: Callable[[Image.Image], Image.Image]) -> Conversion | None:
    grays = _grays(convert(_GRAYS))
    unchanged = grays is None and _is_unchanged(_COLORS, convert(_COLORS))
    return None if unchanged else Conversion(grays, convert)


def _grays(converted: Image.Image) -> tuple[int, ...] | None:
    if _is_unchanged(_GRAYS, converted):
        return None
    return tuple(chain.from_iterable(band.tobytes() for band in converted.split()))


def _is_unchanged(image: Image.Image, converted: Image.Image) -> bool:
    return max(ImageChops.difference(image, converted).tobytes()) <= _ROUNDING
