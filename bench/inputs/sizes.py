"""The same texture at increasing sizes, as JPEG 4:2:0."""

from functools import partial

from PIL import Image

from bench.inputs.drawing import Size, mosaic, photo
from bench.inputs.files import Input, cached, saver

_MEGAPIXELS = [1, 3, 6, 12, 25, 50, 100]
_TILE: Size = (2000, 1500)


def files(largest: int) -> list[tuple[int, Input]]:
    """Return pairs of megapixels and input, up to `largest` megapixels."""
    return [(megapixels, _file(megapixels)) for megapixels in _MEGAPIXELS if megapixels <= largest]


def _file(megapixels: int) -> Input:
    # 4:3, rounded down: the engine's limit is 100 million pixels.
    height = int((megapixels * 1_000_000 * 3 / 4) ** 0.5)
    size = (height * 4 // 3, height)
    return cached(
        f"{megapixels} MP", "baseline", partial(_draw, size), saver("JPEG", quality=92, subsampling=2)
    )


def _draw(size: Size) -> Image.Image:
    return mosaic(size, photo(_TILE, 1))
