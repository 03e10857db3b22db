"""Image files whose rows end just before, at and behind the width of vectors."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from random import Random

from PIL import Image

from tests.differential.generator import png_chunks, scene
from tests.differential.generator.png_chunks import chunk
from tests.differential.generator.png_pixels import LAYOUTS, Layout, plte, trns

_SIZES = ((1, 1), (5, 4), (33, 31), (130, 65))
_FILTERS = 5
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# The formats that can hold an image of any size and mode, to which Pillow writes quickly.
_OTHERS = (("jpeg", "RGB"), ("jpeg", "L"), ("webp", "RGBA"), ("gif", "P"), ("bmp", "RGB"), ("tiff", "RGBA"))


def generated(choose: Random) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents: PNG files of every layout with any filters and bytes, and other formats."""
    for name, layout in LAYOUTS.items():
        for width, height in _SIZES:
            yield f"{name}-{width}x{height}.png", _png(choose, layout, width, height)
    for format_, mode in _OTHERS:
        for width, height in _SIZES:
            yield f"{mode}-{width}x{height}.{format_}", _encoded(format_, mode, width, height)


def _png(choose: Random, layout: Layout, width: int, height: int) -> bytes:
    row_size = (width * layout.depth * _CHANNELS[layout.color_type] + 7) // 8
    rows = b"".join(bytes([choose.randrange(_FILTERS)]) + choose.randbytes(row_size) for _ in range(height))
    before = [png_chunks.header(width, height, layout.depth, layout.color_type, "")]
    before += [chunk(b"PLTE", plte(layout))] if layout.is_palette else []
    before += [chunk(b"tRNS", trns(layout))] if not layout.has_alpha and choose.random() < 0.5 else []
    return png_chunks.Parts(before, [chunk(b"IDAT", zlib.compress(rows, 1))], [chunk(b"IEND", b"")]).file()


def _encoded(format_: str, mode: str, width: int, height: int) -> bytes:
    content = BytesIO()
    image: Image.Image = scene.scene(width, height, "soft").convert(mode)
    image.save(content, format_)
    return content.getvalue()
