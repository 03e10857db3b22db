"""Compute an image's placeholder: its ThumbHash and its dominant color."""

from base64 import b64encode

from PIL import Image

from chalicelib.imaging.pyramid import Pyramid
from chalicelib.imaging.thumbhash import thumbhash
from chalicelib.models import Placeholder

# ThumbHash keeps at most 7 cosine coefficients per side, for which 16 pixels are enough. More pixels would
# only take longer.
_SIDE = 16
_COLORS = 6


def placeholder(pyramid: Pyramid) -> Placeholder:
    """Return the placeholder. Call this after drawing the variants, so that it can use the smallest one."""
    width, height = pyramid.natural_size
    shrink = max(1.0, max(width, height) / _SIDE)
    tiny = pyramid.at(max(1, round(width / shrink)), max(1, round(height / shrink)))
    hashed = thumbhash(tiny.width, tiny.height, tiny.convert("RGBA").tobytes())
    return Placeholder(thumbhash=b64encode(hashed).decode(), color=_dominant(tiny))


def _dominant(tiny: Image.Image) -> str:
    """Return the most frequent color as `#rrggbb`. Transparent pixels are ignored."""
    if tiny.mode == "RGBA":
        tiny = _opaque_pixels(tiny)
    grouped = tiny.convert("RGB").quantize(_COLORS, Image.Quantize.MEDIANCUT)
    counted = grouped.getcolors()
    palette = grouped.getpalette()
    assert counted  # noqa: S101  a palette image never has too many colors to count
    assert palette  # noqa: S101  and it has a palette
    index = max(counted)[1]
    assert isinstance(index, int)  # noqa: S101  one band
    return "#" + bytes(palette[index * 3 : index * 3 + 3]).hex()


def _opaque_pixels(tiny: Image.Image) -> Image.Image:
    """Return the visible pixels as an image of one row, or one white pixel if none is visible."""
    rgba = tiny.tobytes()
    seen = b"".join(rgba[at : at + 3] for at in range(0, len(rgba), 4) if rgba[at + 3]) or b"\xff" * 3
    return Image.frombytes("RGB", (len(seen) // 3, 1), seen)
