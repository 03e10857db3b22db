"""Small ICC profiles for the tests of color, built from their tags (ICC.1:2022)."""

from collections.abc import Callable
from itertools import product
from struct import pack
from typing import Any

Columns = tuple[tuple[float, float, float], ...]
Lab = tuple[float, float, float]

# The red, green and blue columns of the matrices to XYZ, relative to D50.
SRGB: Columns = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
SWAPPED: Columns = (SRGB[1], SRGB[0], SRGB[2])
DISPLAY_P3: Columns = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
ADOBE_RGB: Columns = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
PROPHOTO: Columns = ((0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491))


def fixed(*values: float) -> bytes:
    return b"".join(pack(">i", round(value * 65536)) for value in values)


def parametric(function_type: int, *values: float) -> bytes:
    return b"para\0\0\0\0" + pack(">HH", function_type, 0) + fixed(*values)


def gamma_curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + pack(">IH", 1, round(gamma * 256))


LINEAR = parametric(0, 1.0)
SRGB_CURVE = parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def text(value: str) -> bytes:
    encoded = value.encode("utf-16-be")
    return b"mluc\0\0\0\0" + pack(">II4sII", 1, 12, b"enUS", len(encoded), 28) + encoded


def profile(
    tags: dict[bytes, bytes], space: bytes, pcs: bytes = b"XYZ ", kind: bytes = b"mntr", version: int = 4
) -> bytes:
    """Return a profile with these tags."""
    start = 128 + 4 + 12 * len(tags)
    table, content = b"", b""
    for name, value in tags.items():
        table += pack(">4sII", name, start + len(content), len(value))
        content += value.ljust(-(-len(value) // 4) * 4, b"\0")
    header = pack(
        ">I4xI4s4s4s12x4s28x", start + len(content), version << 24, kind, space, pcs, b"acsp"
    ) + fixed(0.9642, 1.0, 0.8249)
    return header.ljust(128, b"\0") + pack(">I", len(tags)) + table + content


def rgb(columns: Columns, curve: bytes, name: str = "test", **more: bytes) -> bytes:
    """Return a profile of RGB by a matrix and one curve."""
    colorants = (b"XYZ \0\0\0\0" + fixed(*column) for column in columns)
    tags = {
        b"desc": text(name),
        **dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), colorants, strict=True)),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
        **{key.encode(): value for key, value in more.items()},
    }
    return profile(tags, b"RGB ")


def gray(curve: bytes) -> bytes:
    return profile({b"kTRC": curve}, b"GRAY")


def table(channels: int, lab: Callable[..., Lab]) -> bytes:
    """Return a lookup table with two grid points a channel from samples (0 to 1) to CIELAB."""
    head = pack(">4s4x4B", b"mft2", channels, 3, 2, 0) + fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    straight = pack(">HH", 0, 65535)
    entries = b""
    for samples in product((0.0, 1.0), repeat=channels):
        lightness, a, b = lab(*samples)
        entries += pack(">3H", round(lightness * 652.8), round((a + 128) * 256), round((b + 128) * 256))
    return head + pack(">HH", 2, 2) + straight * channels + entries + straight * 3


def by_tables(space: bytes, **tables: Any) -> bytes:
    return profile(
        {key.encode(): value for key, value in tables.items()}, space, pcs=b"Lab ", kind=b"prtr", version=2
    )


def code_points(primaries: int, transfer: int) -> bytes:
    return b"cicp\0\0\0\0" + bytes((primaries, transfer, 0, 1))
