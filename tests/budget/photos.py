"""Ordinary images: every format, with its kinds of pixels."""

from functools import cache
from typing import Any

from PIL import Image

from tests.unit.imaging.samples import encoded, photo

SIZE = (4000, 2500)
"""Large enough that the libraries' own memory, which does not depend on the image, hardly matters."""

KINDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "jpeg": ("RGB", "jpeg", {}),
    "jpeg-gray": ("L", "jpeg", {}),
    "jpeg-cmyk": ("CMYK", "jpeg", {}),
    "jpeg-progressive": ("RGB", "jpeg", {"progressive": True}),
    "jpeg-progressive-444": ("RGB", "jpeg", {"progressive": True, "subsampling": 0}),
    "png": ("RGB", "png", {"compress_level": 1}),
    "png-alpha": ("RGBA", "png", {"compress_level": 1}),
    "png-gray": ("L", "png", {"compress_level": 1}),
    "png-gray16": ("I;16", "png", {"compress_level": 1}),
    "png-palette": ("P", "png", {"compress_level": 1}),
    "webp": ("RGB", "webp", {"method": 0}),
    "webp-alpha": ("RGBA", "webp", {"method": 0}),
    "webp-lossless": ("RGB", "webp", {"method": 0, "lossless": True, "quality": 0}),
    "webp-lossless-alpha": ("RGBA", "webp", {"method": 0, "lossless": True, "quality": 0}),
    "avif": ("RGB", "avif", {"speed": 10}),
    "avif-444": ("RGB", "avif", {"speed": 10, "subsampling": "4:4:4"}),
    "avif-alpha": ("RGBA", "avif", {"speed": 10}),
    "bmp": ("RGB", "bmp", {}),
    "tiff": ("RGB", "tiff", {}),
    "tiff-lzw": ("RGB", "tiff", {"compression": "tiff_lzw"}),
    "tiff-lzw-alpha": ("RGBA", "tiff", {"compression": "tiff_lzw"}),
    "tiff-gray16": ("I;16", "tiff", {}),
    "gif": ("P", "gif", {}),
}


MOST_TIMES = dict.fromkeys(KINDS, 3) | {"png-gray16": 4, "tiff-gray16": 4}
"""How many times its memory an image's estimate may be. 16 bits are mostly from scanners."""


def content(name: str, size: tuple[int, int] = SIZE) -> bytes:
    """Return the file of this kind."""
    mode, format_, options = KINDS[name]
    return encoded(_image(mode, size), format_, **options)


@cache
def _image(mode: str, size: tuple[int, int]) -> Image.Image:
    image = photo(*size)
    if mode == "RGBA":
        image.putalpha(Image.linear_gradient("L").resize(size))
    elif mode == "P":
        image = image.quantize(64, Image.Quantize.FASTOCTREE)  # much faster than the default
    elif mode != "RGB":
        image = image.convert("L" if mode == "I;16" else mode).convert(mode)
    return image
