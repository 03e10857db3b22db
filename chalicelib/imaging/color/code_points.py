"""The color spaces that the code points of ITU-T H.273 stand for."""

from msgspec.structs import replace

from chalicelib.imaging.color.description import Chromaticities, Cicp
from chalicelib.imaging.color.matrix_profile import SRGB_CURVE, ParametricCurve

_D65 = (0.3127, 0.3290)
_C = (0.310, 0.316)

BT_709 = Chromaticities(_D65, (0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
BT_2020 = Chromaticities(_D65, (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
_BT_601_525 = Chromaticities(_D65, (0.630, 0.340), (0.310, 0.595), (0.155, 0.070))

# H.273, table 2. The code points 0 and 3 are reserved, 2 means unspecified.
PRIMARIES = {
    1: BT_709,
    4: Chromaticities(_C, (0.67, 0.33), (0.21, 0.71), (0.14, 0.08)),
    5: Chromaticities(_D65, (0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
    6: _BT_601_525,
    7: _BT_601_525,
    8: Chromaticities(_C, (0.681, 0.319), (0.243, 0.692), (0.145, 0.049)),
    9: BT_2020,
    10: Chromaticities((1 / 3, 1 / 3), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)),
    11: Chromaticities((0.314, 0.351), (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    12: Chromaticities(_D65, (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    22: Chromaticities(_D65, (0.630, 0.340), (0.295, 0.605), (0.155, 0.077)),
}

# The curve of television displays (ITU-R BT.1886). Those of cameras, which H.273 lists, are not its inverse.
_BT_1886_CURVE = ParametricCurve(2.4)

# H.273, table 3. The logarithmic curves (9, 10) and BT.1361 (12) are left out, as in Chromium.
TRANSFERS = {
    1: _BT_1886_CURVE,
    4: ParametricCurve(2.2),
    5: ParametricCurve(2.8),
    6: _BT_1886_CURVE,
    7: ParametricCurve(1 / 0.45, 1 / 1.1115722, 0.1115722 / 1.1115722, 1 / 4, 0.0912863),
    8: ParametricCurve(1.0),
    11: _BT_1886_CURVE,
    13: SRGB_CURVE,
    14: _BT_1886_CURVE,
    15: _BT_1886_CURVE,
    17: ParametricCurve(2.6, (52.37 / 48) ** (1 / 2.6)),
}
PQ = 16
HLG = 18

_SRGB = 13
_TELEVISION = {1, 6, 11, 14, 15}


def is_known(cicp: Cicp) -> bool:
    """Return whether both code points stand for a color space."""
    return cicp.primaries in PRIMARIES and (cicp.transfer in TRANSFERS or cicp.transfer in (PQ, HLG))


def of_still_image(cicp: Cicp) -> Cicp:
    """Return the color space of RGB pixels decoded from HEIF with these code points.

    Unknown code points have MIAF's defaults, BT.709 and sRGB (ISO/IEC 23000-22, 7.3.6.4). The curves of
    television are read as sRGB, as in Chromium: encoders of still images write them without converting the
    samples. PNG's cICP is taken literally.
    """
    is_curve = cicp.transfer in TRANSFERS or cicp.transfer in (PQ, HLG)
    return replace(
        cicp,
        primaries=cicp.primaries if cicp.primaries in PRIMARIES else 1,
        transfer=cicp.transfer if is_curve and cicp.transfer not in _TELEVISION else _SRGB,
    )
