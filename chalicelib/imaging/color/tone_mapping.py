"""HDR light and its mapping to the range of SDR.

The operator is reference white tone mapping of SMPTE ST 2094-50 (Annex C.3.8), which Chromium uses too:
light up to the reference white is scaled linearly, brighter light is compressed by a Bézier curve.
"""

from collections.abc import Callable
from math import exp, log, sqrt

# The luminance of HDR reference white in cd/m² (ITU-R BT.2408, table 1). 1.0 stands for this light.
REFERENCE_WHITE = 203.0
# The peak in cd/m² of a nominal HLG display (ITU-R BT.2100, table 5).
NOMINAL_PEAK = 1000.0
# The position of the Bézier curve's control point between the knee and the tangents' intersection.
_KAPPA = 0.65


def pq_light(sample: float) -> float:
    """Return the light of a PQ sample, relative to the reference white (ITU-R BT.2100, table 4)."""
    power = sample ** (32 / 2523)
    light = max(power - 3424 / 4096, 0.0) / (2413 / 128 - 2392 / 128 * power)
    return float(10_000.0 * light ** (16384 / 2610)) / REFERENCE_WHITE


def hlg_scene_light(sample: float) -> float:
    """Return the scene light of an HLG sample, from 0 to 1 (ITU-R BT.2100, table 5)."""
    if sample <= 1 / 2:
        return sample * sample / 3
    return (exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12


def hlg_display_scale(scene_luminance: float) -> float:
    """Return the factor from scene light to display light, relative to the reference white (as above)."""
    return float(max(scene_luminance, 0.0) ** 0.2) * NOMINAL_PEAK / REFERENCE_WHITE


def gain(max_luminance: float) -> Callable[[float], float]:
    """Return the function from the largest of R, G and B in BT.2020 to the factor for all three.

    `max_luminance` is the brightest light of the image in cd/m². It is mapped to 1.0 if it is above the
    reference white.
    """
    peak = max_luminance / REFERENCE_WHITE
    if peak <= 1:
        return lambda _: 1.0
    headroom = min(log(peak) / log(NOMINAL_PEAK / REFERENCE_WHITE), 1.0)
    white = 1 - 0.5 * headroom
    middle = 1 - _KAPPA + _KAPPA / white, white * (1 - _KAPPA) + _KAPPA
    x_square, x_linear = 1 - 2 * middle[0] + peak, 2 * middle[0] - 2
    y_square, y_linear = white - 2 * middle[1] + 1, 2 * middle[1] - 2 * white

    def factor(light: float) -> float:
        if light <= 1:
            return white
        if light >= peak:
            return 1 / light
        t = 2 * (light - 1) / (x_linear + sqrt(x_linear * x_linear + 4 * x_square * (light - 1)))
        return (white + t * (y_linear + t * y_square)) / light

    return factor
