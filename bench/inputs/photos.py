"""Baseline JPEGs, most with sizes that JPEG scaling does not divide, and one texture at growing sizes."""

from functools import partial

from PIL import Image

from bench.inputs import corpus
from bench.inputs.drawing import Size, mosaic, photo
from bench.inputs.files import Input, cached, saver

# Common camera sizes, alternating with sizes that a JPEG decoder's scale factors do not divide.
_SIZES: list[Size] = [
    (4032, 3024),
    (4128, 2322),
    (4000, 3000),
    (2322, 4128),
    (4608, 3456),
    (3264, 1836),
    (2448, 3264),
    (3001, 2003),
    (3648, 2736),
    (4000, 2250),
]
_CROPS: list[Size] = [(2590, 2010), (1853, 2431)]
_MEGAPIXELS = [1, 3, 6, 12, 25, 50, 100]
_TILE: Size = (2000, 1500)
_SAVE = saver("JPEG", quality=92, subsampling=2)


def photos(drawn: int) -> list[Input]:
    """Return `drawn` drawn photos, and two crops of each real photo that is available."""
    return [
        cached(f"photo {seed}", "baseline", partial(photo, _SIZES[seed % len(_SIZES)], 100 + seed), _SAVE)
        for seed in range(drawn)
    ] + _crops()


def _crops() -> list[Input]:
    """Crop without scaling, to keep the camera's own sharpness."""
    return [
        cached(f"crop {index} of {source.name}", "baseline", partial(_crop, source, size), _SAVE)
        for source in corpus.photos()
        if source.group in ("baseline", "webp", "avif")
        for index, size in enumerate(_CROPS)
    ]


def _crop(source: Input, size: Size) -> Image.Image:
    with Image.open(source.path) as image:
        left, top = (image.width - size[0]) // 2, (image.height - size[1]) // 2
        return image.convert("RGB").crop((left, top, left + size[0], top + size[1]))


def growing(largest: int) -> list[tuple[int, Input]]:
    """Return pairs of megapixels and input, the same texture, up to `largest` megapixels."""
    return [(megapixels, _texture(megapixels)) for megapixels in _MEGAPIXELS if megapixels <= largest]


def _texture(megapixels: int) -> Input:
    # 4:3, rounded down: the engine's limit is 100 million pixels.
    height = int((megapixels * 1_000_000 * 3 / 4) ** 0.5)
    size = (height * 4 // 3, height)
    return cached(f"{megapixels} MP", "baseline", lambda: mosaic(size, photo(_TILE, 1)), _SAVE)
