"""How TIFF files store rows: strips, tiles, planes and compressions. TIFF 6.0, sections 9, 13 and 15."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from PIL import Image

from tests.differential.generator import scene
from tests.differential.generator.tiff_pixels import Layout, packed

TILE = 16
_STRIP_ROWS = 10
_CLEAR, _END, _CODE_BITS = 256, 257, 9
_ROUND = 250
_LONGEST_RUN = 128


def _stored(data: bytes) -> bytes:
    return data


def _packbits(data: bytes) -> bytes:
    packed_ = b""
    for value, run in groupby(data):
        length = len(list(run))
        while length > 0:
            size = min(length, _LONGEST_RUN)
            packed_ += bytes([0, value]) if size == 1 else bytes([257 - size, value])
            length -= size
    return packed_


def _lzw(data: bytes) -> bytes:
    """Return codes of 9 bits, with a clear code before they would become longer."""
    codes: list[int] = []
    for at, value in enumerate(data):
        codes += [_CLEAR, value] if at % _ROUND == 0 else [value]
    bits = "".join(f"{code:0{_CODE_BITS}b}" for code in [*codes, _END])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


COMPRESSIONS: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "": (1, _stored),
    "packbits": (32773, _packbits),
    "lzw": (5, _lzw),
    "deflate": (8, zlib.compress),
}


def rows_per_strip(arrangement: str, height: int) -> int:
    """Return RowsPerStrip."""
    return _STRIP_ROWS if arrangement == "strips" else height


def blocks(image: Image.Image, layout: Layout, arrangement: str, order: str) -> Iterator[bytes]:
    """Yield the strips or tiles of an RGBA image, uncompressed; the planes of a planar image in turn."""
    width, height = image.size
    bands: Sequence[int | None] = range(layout.count) if arrangement == "planar" else (None,)
    for band in bands:
        for box in _boxes(arrangement, width, height):
            part = image.crop(box)
            pixels, across = scene.pixels(part), part.width
            rows = (pixels[at : at + across] for at in range(0, len(pixels), across))
            yield b"".join(packed(row, layout, order, band) for row in rows)


def _boxes(arrangement: str, width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    if arrangement == "tiles":
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                yield left, top, left + TILE, top + TILE
        return
    rows = rows_per_strip(arrangement, height)
    for top in range(0, height, rows):
        yield 0, top, width, min(height, top + rows)
