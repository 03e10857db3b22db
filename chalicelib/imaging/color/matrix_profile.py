"""Make ICC profiles from primaries and a transfer function.

The profiles only carry color spaces to Little CMS and are never written to files. They therefore have no
description, copyright and other tags that readers do not need.
"""

from struct import pack
from typing import NamedTuple

from chalicelib.imaging.color.description import Chromaticities
from chalicelib.imaging.color.matrices import D50, to_xyz, transposed

# The sizes of a profile's header and of an entry in its tag table (ICC.1:2022, 7.2 and 7.3).
HEADER_BYTES = 128
ENTRY_BYTES = 12
_LARGEST = 32767.0


class ParametricCurve(NamedTuple):
    """The function from samples to light: (a * x + b) ** gamma if x >= d, else c * x (ICC.1:2022, 10.18)."""

    gamma: float
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0


# IEC 61966-2-1.
SRGB_CURVE = ParametricCurve(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def build(space: Chromaticities, curve: ParametricCurve) -> bytes:
    """Return a profile of the RGB space. Raises ValueError if the space or the curve is not usable.

    The version is 2, because Little CMS forces black point compensation on perceptual transforms to
    profiles of version 4. Browsers do not compensate.
    """
    red, green, blue = transposed(to_xyz(space))
    values = [_xyz(red), _xyz(green), _xyz(blue), _para(curve)]
    tags = ((b"rXYZ", 0), (b"gXYZ", 1), (b"bXYZ", 2), (b"rTRC", 3), (b"gTRC", 3), (b"bTRC", 3))
    start = HEADER_BYTES + 4 + ENTRY_BYTES * len(tags)
    offsets = [start + sum(map(len, values[:at])) for at in range(len(values))]
    table = b"".join(pack(">4sII", name, offsets[at], len(values[at])) for name, at in tags)
    content = pack(">I", len(tags)) + table + b"".join(values)
    return _header(HEADER_BYTES + len(content)) + content


def _header(size: int) -> bytes:
    fields = pack(">I4xI4s4s4s12x4s28x", size, 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return (fields + _fixed(*D50)).ljust(HEADER_BYTES, b"\0")


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*values)


def _para(curve: ParametricCurve) -> bytes:
    function_type = 3
    return b"para\0\0\0\0" + pack(">HH", function_type, 0) + _fixed(*curve)


def _fixed(*values: float) -> bytes:
    """Return s15Fixed16Numbers."""
    if not all(abs(value) < _LARGEST for value in values):
        raise ValueError("a number is too large for a profile")
    return b"".join(pack(">i", round(value * 65536)) for value in values)
