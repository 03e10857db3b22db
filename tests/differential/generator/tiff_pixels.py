"""The samples of TIFF files. TIFF 6.0, sections 3 to 6, 16, 18 and 19."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tests.differential.generator import palette, scene

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK = 0, 1, 2, 3, 5
ASSOCIATED, UNASSOCIATED = 1, 2
Pixel = Callable[[scene.Rgba], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a pixel is stored: photometric interpretation, bits per sample, and samples from 0 to 1."""

    photometric: int
    bits: int
    samples: Pixel
    extra: int | None = None
    is_float: bool = False

    @property
    def count(self) -> int:
        """Return the samples per pixel."""
        return len(self.samples((0, 0, 0, 0)))


def _gray(pixel: scene.Rgba) -> Sequence[float]:
    return (scene.luma(pixel) / 255,)


def _white_is_zero(pixel: scene.Rgba) -> Sequence[float]:
    return (1 - scene.luma(pixel) / 255,)


def _rgb(pixel: scene.Rgba) -> Sequence[float]:
    return [sample / 255 for sample in pixel[:3]]


def _rgba(pixel: scene.Rgba) -> Sequence[float]:
    return [sample / 255 for sample in pixel]


def _premultiplied(pixel: scene.Rgba) -> Sequence[float]:
    alpha = pixel[3] / 255
    return [*(sample / 255 * alpha for sample in pixel[:3]), alpha]


def _gray_alpha(pixel: scene.Rgba) -> Sequence[float]:
    return scene.luma(pixel) / 255, pixel[3] / 255


def _cmyk(pixel: scene.Rgba) -> Sequence[float]:
    black = 1 - max(pixel[:3]) / 255
    rest = 1 - black or 1
    return [*((1 - sample / 255 - black) / rest for sample in pixel[:3]), black]


LAYOUTS = {
    **{f"gray{bits}": Layout(BLACK_IS_ZERO, bits, _gray) for bits in (1, 2, 4, 8, 16)},
    **{f"inverse{bits}": Layout(WHITE_IS_ZERO, bits, _white_is_zero) for bits in (1, 4, 8, 16)},
    **{f"palette{bits}": Layout(PALETTE, bits, _gray) for bits in (4, 8)},
    **{f"rgb{bits}": Layout(RGB, bits, _rgb) for bits in (8, 16)},
    **{f"rgba{bits}": Layout(RGB, bits, _rgba, UNASSOCIATED) for bits in (8, 16)},
    "premultiplied8": Layout(RGB, 8, _premultiplied, ASSOCIATED),
    **{f"grayalpha{bits}": Layout(BLACK_IS_ZERO, bits, _gray_alpha, UNASSOCIATED) for bits in (8, 16)},
    "cmyk8": Layout(CMYK, 8, _cmyk),
    "gray_float": Layout(BLACK_IS_ZERO, 32, _gray, is_float=True),
}


def color_map(layout: Layout) -> list[int]:
    """Return ColorMap: all reds, all greens, all blues, 16 bits each."""
    colors = palette.colors(1 << layout.bits)
    return [color[band] * 257 for band in range(3) for color in colors]


def packed(row: Sequence[scene.Rgba], layout: Layout, order: str, band: int | None = None) -> bytes:
    """Return a row, or only one band of it, padded to whole bytes."""
    bands = slice(None) if band is None else slice(band, band + 1)
    samples = [sample for pixel in row for sample in _samples(pixel, layout)[bands]]
    if layout.is_float:
        return struct.pack(f"{order}{len(samples)}f", *samples)
    whole = [int(sample) for sample in samples]
    if layout.bits == 16:
        return struct.pack(f"{order}{len(whole)}H", *whole)
    if layout.bits == 8:
        return bytes(whole)
    bits = "".join(f"{sample:0{layout.bits}b}" for sample in whole)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


@lru_cache(10_000)
def _samples(pixel: scene.Rgba, layout: Layout) -> tuple[float, ...]:
    if layout.photometric == PALETTE:
        return (palette.index(pixel, 1 << layout.bits),)
    samples = layout.samples(pixel)
    return tuple(samples if layout.is_float else (round(s * ((1 << layout.bits) - 1)) for s in samples))
