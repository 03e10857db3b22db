"""Find the part of an image that people probably look at: detail, saturated colors and skin near the center.

`python -m bench.crops` compares the crops with those of sharp. The weights were chosen with one half of its
images; docs/explanation/performance.md has the results for both halves.
"""

from array import array
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageMath

_SIDE = 128
# Where transparent pixels are, so that shapes in black and in white have an edge.
_GRAY = (128, 128, 128)
# Detail is what differs from the mean of the 5 x 5 pixels around it.
_SURROUND, _SMOOTH = ImageFilter.BoxBlur(2), ImageFilter.BoxBlur(1)
_NEUTRAL = 128
_DISTANCE_FROM_GRAY = [abs(level - _NEUTRAL) for level in range(256)]
# The chroma of skin of all complexions: Chai and Ngan, "Face segmentation using skin-color map in videophone
# applications", 1999, give 77 to 127 for Cb, and 133 to 173 for Cr.
_SKIN_CB = [max(0, 255 - 255 * abs(level - 102) // 25) for level in range(256)]
_SKIN_CR = [max(0, 255 - 255 * abs(level - 153) // 20) for level in range(256)]
# Saturated detail counts up to twice as much. Skin, from 0 to 255, adds up to 15 levels of detail.
_SATURATION, _SKIN = 1.0, 0.06
# A pixel in a corner counts 60% less than one in the center of the image, and a pixel at the edge of a window
# 40% less than one in its middle. A window at the edge of the image counts 5% less than the central one.
_CORNERS, _EDGES, _WINDOWS = 0.6, 0.4, 0.05
_MOST = 255


def salient_point(image: Image.Image, across: float, down: float) -> tuple[float, float]:
    """Return the center (0..1, 0..1) of the window of most interest. The image is L, RGB or RGBA.

    `across` and `down` are the window's width and height as fractions (0..1) of the image's.
    """
    interest = _interest(_reduced(image))
    columns = interest.resize((interest.width, 1), Image.Resampling.BOX)
    rows = interest.resize((1, interest.height), Image.Resampling.BOX)
    return _best(_floats(columns), across), _best(_floats(rows), down)


def _reduced(image: Image.Image) -> Image.Image:
    """Return a copy in RGB of at most 128 x 128 pixels."""
    scale = min(1.0, _SIDE / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=1.0)
    if small.mode != "RGBA":
        return small.convert("RGB")
    flat = Image.new("RGB", size, _GRAY)
    flat.paste(small, mask=small)
    return flat


def _interest(small: Image.Image) -> Image.Image:
    """Return how interesting each pixel is, in mode F. Squares let what stands out count most."""
    luma, blue, red = small.convert("YCbCr").split()
    detail = ImageChops.add(_detail(luma), ImageChops.add(_detail(blue), _detail(red)))
    saturation = ImageChops.lighter(blue.point(_DISTANCE_FROM_GRAY), red.point(_DISTANCE_FROM_GRAY))
    skin = ImageChops.multiply(blue.point(_SKIN_CB), red.point(_SKIN_CR))
    interest = ImageMath.lambda_eval(
        _weighted,
        detail=detail.filter(_SMOOTH).convert("F"),
        saturation=saturation.filter(_SURROUND).convert("F"),
        skin=skin.convert("F"),
        distance=Image.radial_gradient("L").resize(small.size).convert("F"),
    )
    assert isinstance(interest, Image.Image)  # noqa: S101  the stub allows for numbers
    return interest


def _weighted(bands: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an operand of ImageMath
    seen = bands["detail"] * (bands["saturation"] * (_SATURATION / _NEUTRAL) + 1) + bands["skin"] * _SKIN
    return (seen * (bands["distance"] * (-_CORNERS / _MOST) + 1)) ** 2


def _detail(band: Image.Image) -> Image.Image:
    return ImageChops.difference(band, band.filter(_SURROUND))


def _floats(line: Image.Image) -> list[float]:
    """Return the values of an image in mode F."""
    return array("f", line.tobytes()).tolist()


def _best(values: list[float], share: float) -> float:
    """Return the center (0..1) of the best window of `share` of the line.

    Without any interest, such as in an image of one color, it is the one in the middle.
    """
    length = max(1, round(len(values) * share))
    last = len(values) - length
    if last == 0 or not any(values):
        return 0.5
    weights = _weights(length, _EDGES)
    scores = [
        weight * sum(map(float.__mul__, values[start : start + length], weights))
        for start, weight in enumerate(_weights(last + 1, _WINDOWS))
    ]
    return (scores.index(max(scores)) + length / 2) / len(values)


def _weights(count: int, less: float) -> list[float]:
    """Return weights that fall from the middle, in a parabola, by up to `less` at both ends."""
    return [1 - less * ((2 * at + 1) / count - 1) ** 2 for at in range(count)]
