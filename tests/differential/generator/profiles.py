"""ICC profiles and color tags, made in code.

ICC profiles: ICC.1:2022, sections 7.2 (header), 7.3 (tag table), 10.6 (curveType), 10.18
(parametricCurveType). The colorants are the primaries adapted to D50 by the Bradford transform.
"""

import struct
from collections.abc import Sequence

_Row = Sequence[float]
_COLORANTS: dict[str, tuple[_Row, _Row, _Row]] = {
    "srgb": ((0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)),
    "p3": ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)),
    "adobe": ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446)),
}
_D50 = (0.9642, 1.0, 0.8249)
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _s15(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _xyz(row: _Row) -> bytes:
    return b"XYZ \0\0\0\0" + _s15(*row)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(encoded), 28) + encoded


def _curve(gamma: float | None) -> bytes:
    """Return a curve with this exponent, or sRGB's."""
    if gamma is None:
        return b"para" + struct.pack(">IHH", 0, 3, 0) + _s15(*_SRGB_CURVE)
    return b"para" + struct.pack(">IHH", 0, 0, 0) + _s15(gamma)


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    padded = {name: body + bytes(-len(body) % 4) for name, body in tags.items()}
    at = 132 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, body in padded.items():
        table += name + struct.pack(">II", at + len(data), len(tags[name]))
        data += body
    header = struct.pack(">I4sI4s4s4s", at + len(data), b"\0\0\0\0", 0x04300000, b"mntr", space, b"XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + _s15(*_D50)
    return header.ljust(128, b"\0") + table + data


def rgb_profile(primaries: str, gamma: float | None = None, description: str = "test") -> bytes:
    """Return a matrix profile: `primaries` is srgb, p3 or adobe, and without a gamma the curve is sRGB's."""
    red, green, blue = _COLORANTS[primaries]
    tags = {b"desc": _text(description), b"cprt": _text("none"), b"wtpt": _xyz(_D50)}
    tags |= {b"rXYZ": _xyz(red), b"gXYZ": _xyz(green), b"bXYZ": _xyz(blue)}
    return _profile(b"RGB ", tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(gamma)))


def gray_profile(gamma: float) -> bytes:
    """Return a profile for gray samples with this exponent."""
    tags = {b"desc": _text("gray"), b"cprt": _text("none"), b"wtpt": _xyz(_D50), b"kTRC": _curve(gamma)}
    return _profile(b"GRAY", tags)


PROFILES = {
    "icc_srgb": rgb_profile("srgb"),
    "icc_p3": rgb_profile("p3"),
    "icc_adobe": rgb_profile("adobe", 2.19921875),
    "icc_linear": rgb_profile("srgb", 1.0),
    "icc_linear_named_srgb": rgb_profile("srgb", 1.0, "sRGB IEC61966-2.1"),
    "icc_p3_named_srgb": rgb_profile("p3", None, "sRGB"),
    "icc_gray18": gray_profile(1.8),
    "icc_gray_linear": gray_profile(1.0),
}
