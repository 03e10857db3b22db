"""Tables that convert PQ and HLG samples to sRGB."""

from collections.abc import Iterator
from itertools import product

from PIL.ImageFilter import Color3DLUT

from chalicelib.imaging.color import tone_mapping
from chalicelib.imaging.color.code_points import BT_709, BT_2020, HLG
from chalicelib.imaging.color.description import Chromaticities
from chalicelib.imaging.color.matrices import Vector, apply, between, to_xyz

# Samples of PQ and HLG are about evenly spaced for the eye, so an even grid fits.
_GRID = 33
# Below this light, sRGB is linear (IEC 61966-2-1).
_LINEAR_LIGHT = 0.0031308


def build(primaries: Chromaticities, transfer: int, max_luminance: float) -> Color3DLUT:
    """Return the table for these primaries and a transfer of PQ or HLG.

    Colors outside sRGB are in the table as they are, up to twice the range, and clipped by Pillow after
    interpolating. Clipping them in the table would dull the colors near the border.
    """
    gain = tone_mapping.gain(max_luminance)
    to_bt_2020 = between(primaries, BT_2020)
    to_bt_709 = between(BT_2020, BT_709)
    table: list[float] = []
    for light in _hlg_lights(primaries) if transfer == HLG else _pq_lights():
        color = apply(to_bt_2020, light)
        factor = gain(max(color))
        red, green, blue = apply(to_bt_709, color)
        table += _srgb(red * factor), _srgb(green * factor), _srgb(blue * factor)
    return Color3DLUT(_GRID, table)


def grays(transfer: int, max_luminance: float) -> tuple[int, ...]:
    """Return the sRGB levels of the 256 grays, without the rounding errors of the table."""
    gain = tone_mapping.gain(max_luminance)
    lights = [_gray_light(level / 255, transfer) for level in range(256)]
    return tuple(min(round(255 * _srgb(light * gain(light))), 255) for light in lights)


def _gray_light(sample: float, transfer: int) -> float:
    if transfer != HLG:
        return tone_mapping.pq_light(sample)
    scene = tone_mapping.hlg_scene_light(sample)
    return scene * tone_mapping.hlg_display_scale(scene)


def _samples() -> list[float]:
    return [step / (_GRID - 1) for step in range(_GRID)]


def _pq_lights() -> Iterator[Vector]:
    lights = [tone_mapping.pq_light(sample) for sample in _samples()]
    for blue, green, red in product(lights, repeat=3):
        yield red, green, blue


def _hlg_lights(primaries: Chromaticities) -> Iterator[Vector]:
    luminance = to_xyz(primaries)[1]
    lights = [tone_mapping.hlg_scene_light(sample) for sample in _samples()]
    for blue, green, red in product(lights, repeat=3):
        scene = red, green, blue
        scale = tone_mapping.hlg_display_scale(sum(map(float.__mul__, luminance, scene)))
        yield red * scale, green * scale, blue * scale


def _srgb(light: float) -> float:
    """Return the sample of sRGB, with the curve continued below 0 and above 1."""
    if light < 0:
        return -_srgb(-light)
    return 12.92 * light if light <= _LINEAR_LIGHT else float(1.055 * light ** (1 / 2.4) - 0.055)
