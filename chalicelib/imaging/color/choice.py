"""Choose the conversion to sRGB that a color description calls for."""

from functools import lru_cache, partial

from chalicelib.imaging.color import code_points, icc, matrix_profile
from chalicelib.imaging.color.conversion import Conversion, of_profile
from chalicelib.imaging.color.description import Chromaticities, Cicp, ColorDescription
from chalicelib.imaging.color.icc import ProfileCache

# The luminance in cd/m² that HDR images without metadata are assumed to reach, as in Chromium.
_DEFAULT_MAX_LUMINANCE = 1000.0
# A gamma of 0.45455 usually stands for sRGB. Without chromaticities, Chromium takes values within 5 % of it
# for sRGB, like libpng (PNG_GAMMA_THRESHOLD).
_SRGB_GAMMA = 1 / 2.2
_GAMMA_TOLERANCE = 0.05


_of_profiles = ProfileCache[Conversion](size=8)


def choose(color: ColorDescription) -> Conversion:
    """Return the conversion for gray and RGB pixels.

    Descriptions that are broken, or for other pixels than gray and RGB, count as missing.
    """
    return (
        (_of_code_points(color.cicp, color.max_luminance) if color.cicp else None)
        or (_of_icc(color.icc, color.max_luminance) if color.icc and icc.is_sound(color.icc) else None)
        or (None if color.srgb else _of_gamma(color.gamma, color.chromaticities))
        or Conversion()
    )


@lru_cache(maxsize=8)
def _of_code_points(cicp: Cicp, max_luminance: float | None) -> Conversion | None:
    if not code_points.is_known(cicp):
        return None
    primaries = code_points.PRIMARIES[cicp.primaries]
    if cicp.transfer in code_points.TRANSFERS:
        return of_profile(matrix_profile.build(primaries, code_points.TRANSFERS[cicp.transfer]))
    # HDR is rare, and other cold starts do not load its modules.
    from chalicelib.imaging.color import hdr_lut  # noqa: PLC0415

    peak = max_luminance or _DEFAULT_MAX_LUMINANCE
    lut = hdr_lut.build(primaries, cicp.transfer, peak)
    return Conversion(hdr_lut.grays(cicp.transfer, peak) * 3, lambda image: image.filter(lut))


def _of_icc(profile: bytes, max_luminance: float | None) -> Conversion | None:
    if cicp := icc.cicp(profile):
        return _of_code_points(cicp, max_luminance)
    return _of_profiles.get(profile, compute=partial(of_profile, profile))


@lru_cache(maxsize=8)
def _of_gamma(gamma: float | None, space: Chromaticities | None) -> Conversion | None:
    if not gamma or (space is None and abs(gamma / _SRGB_GAMMA - 1) <= _GAMMA_TOLERANCE):
        return None
    try:
        curve = matrix_profile.ParametricCurve(1 / gamma)
        return of_profile(matrix_profile.build(space or code_points.BT_709, curve))
    except ValueError:
        return None
