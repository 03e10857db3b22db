"""Read what the chunks of a PNG say about its colors. The input is untrusted.

Chunks: https://www.w3.org/TR/png-3/#11addnlcolinfo. Invalid ones count as absent. ColorDescription has their
order of precedence.
"""

from struct import unpack

from chalicelib.imaging.color.description import Chromaticities, Cicp, ColorDescription
from chalicelib.imaging.containers import metadata_limits
from chalicelib.imaging.containers.inflate import inflate
from chalicelib.imaging.containers.png_chunks import Chunks

# The chunks and their valid lengths, in bytes.
LENGTHS = {
    b"cICP": range(4, 5),
    b"iCCP": range(metadata_limits.ICC + 1),
    b"sRGB": range(1, 2),
    b"gAMA": range(4, 5),
    b"cHRM": range(32, 33),
    b"cLLI": range(8, 9),
    b"mDCV": range(24, 25),
}
_UNIT = 100_000
_LUMINANCE_UNIT = 10_000
_INTENTS = range(4)
_NAME_LENGTHS = range(1, 80)


def describe(chunks: Chunks) -> ColorDescription:
    """Return what these chunks say. They must have valid lengths."""
    return ColorDescription(
        cicp=_cicp(chunks),
        icc=_icc(chunks),
        srgb=b"sRGB" in chunks and chunks[b"sRGB"][0] in _INTENTS,
        gamma=_gamma(chunks),
        chromaticities=_chromaticities(chunks),
        max_luminance=_max_luminance(chunks),
    )


def _cicp(chunks: Chunks) -> Cicp | None:
    primaries, transfer, matrix, full_range = chunks.get(b"cICP", b"\0\0\1\0")
    # The samples of a PNG are RGB, so that the matrix must be 0. Chromium ignores a limited range, too.
    if matrix or full_range != 1:
        return None
    return Cicp(primaries=primaries, transfer=transfer, matrix=matrix, full_range=True)


def _icc(chunks: Chunks) -> bytes | None:
    """Return the profile: after its name, a zero byte, and the compression method 0, which is zlib."""
    name, zero, compressed = bytes(chunks.get(b"iCCP", b"")).partition(b"\0")
    if len(name) not in _NAME_LENGTHS or not zero or not compressed.startswith(b"\0"):
        return None
    return inflate(compressed[1:], metadata_limits.ICC) or None


def _gamma(chunks: Chunks) -> float | None:
    gamma = int.from_bytes(chunks.get(b"gAMA", b""), "big")
    return gamma / _UNIT if gamma else None


def _max_luminance(chunks: Chunks) -> float | None:
    """Return the maximum content light level, or else that of the mastering display, in cd/m²."""
    content, display = chunks.get(b"cLLI", b"")[:4], chunks.get(b"mDCV", b"")[16:20]
    luminance = int.from_bytes(content, "big") or int.from_bytes(display, "big")
    return luminance / _LUMINANCE_UNIT if luminance else None


def _chromaticities(chunks: Chunks) -> Chromaticities | None:
    if b"cHRM" not in chunks:
        return None
    x_y = [value / _UNIT for value in unpack(">8I", chunks[b"cHRM"])]
    white, red, green, blue = zip(x_y[::2], x_y[1::2], strict=True)
    return Chromaticities(white=white, red=red, green=green, blue=blue)
