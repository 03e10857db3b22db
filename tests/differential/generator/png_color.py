"""The chunks that describe the colors of a PNG: gAMA, cHRM, sRGB, iCCP and cICP."""

import struct

from tests.differential.generator.case import ColorClass
from tests.differential.generator.png_chunks import chunk, iccp
from tests.differential.generator.profiles import PROFILES


def _gama(exponent: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(exponent * 100_000)))


def _chrm(*values: float) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values)))


def _cicp(primaries: int, transfer: int) -> bytes:
    return chunk(b"cICP", bytes([primaries, transfer, 0, 1]))


# White point, red, green, blue; x and y of each.
_SRGB = _chrm(0.3127, 0.329, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_P3 = _chrm(0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
_INTENT = chunk(b"sRGB", b"\0")

COLORS: dict[str, list[bytes]] = {
    "": [],
    **{name: [iccp(profile)] for name, profile in PROFILES.items()},
    "srgb": [_INTENT],
    "gama_srgb": [_gama(0.45455)],
    "gama_srgb_chrm_srgb": [_gama(0.45455), _SRGB],
    "gama_linear": [_gama(1.0)],
    "gama_18": [_gama(1 / 1.8)],
    "chrm_p3": [_P3],
    "gama_srgb_chrm_p3": [_gama(0.45455), _P3],
    "gama_linear_chrm_p3": [_gama(1.0), _P3],
    "srgb_over_gama_linear": [_INTENT, _gama(1.0)],
    "icc_p3_over_gama_linear": [_gama(1.0), iccp(PROFILES["icc_p3"])],
    "cicp_srgb": [_cicp(1, 13)],
    "cicp_p3": [_cicp(12, 13)],
    "cicp_linear": [_cicp(1, 8)],
    "cicp_bt2020": [_cicp(9, 14)],
    "cicp_bt709": [_cicp(1, 1)],
    "cicp_pq": [_cicp(9, 16)],
    "cicp_hlg": [_cicp(9, 18)],
    "cicp_srgb_over_gama_linear": [_cicp(1, 13), _gama(1.0)],
    "cicp_srgb_over_chrm_p3": [_cicp(1, 13), _gama(0.45455), _P3],
}


def color_class(color: str) -> ColorClass:
    """Return the class of a value of COLORS."""
    if color in ("cicp_pq", "cicp_hlg"):
        return "hdr"
    return "icc" if color.startswith("icc_") or color in ("", "srgb") else "tags"
