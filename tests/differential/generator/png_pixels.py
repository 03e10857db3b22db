"""The image data of PNG files: samples of every color type and depth, Adam7, palettes and tRNS."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from tests.differential.generator import palette, scene

_GRAY, _RGB, _PALETTE, _GRAY_ALPHA, _RGB_ALPHA = 0, 2, 3, 4, 6
# First column, first row, step across, step down: https://www.w3.org/TR/png-3/#8InterlaceMethods
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


@dataclass(frozen=True, slots=True)
class Layout:
    """A color type and a depth in bits per sample."""

    color_type: int
    depth: int

    @property
    def has_alpha(self) -> bool:
        """Return whether each pixel has its own alpha."""
        return self.color_type in (_GRAY_ALPHA, _RGB_ALPHA)

    @property
    def is_gray(self) -> bool:
        """Return whether the samples are gray."""
        return self.color_type in (_GRAY, _GRAY_ALPHA)

    @property
    def is_palette(self) -> bool:
        """Return whether the samples are indexes."""
        return self.color_type == _PALETTE


LAYOUTS = {
    **{f"gray{depth}": Layout(_GRAY, depth) for depth in (1, 2, 4, 8, 16)},
    **{f"rgb{depth}": Layout(_RGB, depth) for depth in (8, 16)},
    **{f"palette{depth}": Layout(_PALETTE, depth) for depth in (1, 2, 4, 8)},
    **{f"grayalpha{depth}": Layout(_GRAY_ALPHA, depth) for depth in (8, 16)},
    **{f"rgba{depth}": Layout(_RGB_ALPHA, depth) for depth in (8, 16)},
}


def plte(layout: Layout) -> bytes:
    """Return the body of PLTE."""
    return b"".join(map(bytes, palette.colors(1 << layout.depth)))


def trns(layout: Layout) -> bytes:
    """Return the body of tRNS: the color of the blue quarter, or alphas of the first palette entries."""
    if layout.is_palette:
        return bytes([255, 128, 0, 255][: 1 << layout.depth])
    return b"".join(struct.pack(">H", sample) for sample in _samples((*scene.BLUE, 255), layout, edge=False))


def encoded_rows(image: Image.Image, layout: Layout, interlace: str) -> bytes:
    """Return the filtered rows of an RGBA image, before compression. Only filter 0 is used."""
    pixels, (width, height) = scene.pixels(image), image.size
    rows = b""
    for left, top, across, down in _ADAM7 if interlace else ((0, 0, 1, 1),):
        for y in range(top, height, down):
            row = [pixels[y * width + x] for x in range(left, width, across)]
            rows += b"\0" + _packed(row, layout) if row else b""
    return rows


def _packed(row: Sequence[scene.Rgba], layout: Layout) -> bytes:
    # Every second pixel differs in its lowest bit at 16 bits, which only an exact comparison with tRNS sees.
    samples = [sample for x, pixel in enumerate(row) for sample in _samples(pixel, layout, edge=x % 4 == 0)]
    if layout.depth == 16:
        return struct.pack(f">{len(samples)}H", *samples)
    if layout.depth == 8:
        return bytes(samples)
    bits = "".join(f"{sample:0{layout.depth}b}" for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


@lru_cache(10_000)
def _samples(pixel: scene.Rgba, layout: Layout, *, edge: bool) -> tuple[int, ...]:
    if layout.is_palette:
        return (palette.index(pixel, 1 << layout.depth),)
    alpha = (_scaled(pixel[3], layout.depth),) if layout.has_alpha else ()
    colors = (scene.luma(pixel),) if layout.is_gray else pixel[:3]
    scaled = tuple(_scaled(sample, layout.depth) for sample in colors)
    if edge and layout.depth == 16:
        scaled = (*scaled[:-1], scaled[-1] ^ 1)
    return scaled + alpha


def _scaled(sample: int, depth: int) -> int:
    return sample * 257 if depth == 16 else sample >> (8 - depth)
