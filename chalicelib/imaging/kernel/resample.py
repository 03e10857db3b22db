"""Resample images with Lanczos 3 in the kernel."""

import ctypes
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct
from PIL import Image

from chalicelib.imaging.kernel import library, pixels
from chalicelib.imaging.kernel.pixels import Memory
from chalicelib.imaging.kernel.weights import Side, Weights, compute

Box = tuple[float, float, float, float]

# The layouts of resample.c by mode. Other modes stay with Pillow.
_LAYOUTS = MappingProxyType({"L": 1, "RGB": 2, "RGBX": 2, "CMYK": 2, "RGBA": 3, "RGBa": 4})
# The scratch memory has at most this many parts, each of which begins at a multiple of 64 bytes.
_PARTS, _ALIGNMENT = 8, 64
# Pillow keeps larger images in several blocks, and exports only single ones. They are handed over in strips.
# Smaller ones would overlap more, larger ones would take more memory than budget/variant_cost.py allows.
_BLOCK, _STRIP = 16_000_000, 2_000_000
# If the image is not shrunk to less than a tenth, one output row needs fewer source rows.
_MOST_ROWS = 64
# The frames of an animation share their weights: two tables for each variant.
_weights = lru_cache(maxsize=8)(compute)


def supports(image: Image.Image) -> bool:
    """Return whether the kernel resamples images in this mode and of this width."""
    return image.mode in _LAYOUTS and image.width * pixels.PIXEL_SIZES[image.mode] * _MOST_ROWS <= _BLOCK


class Resampling(Struct, frozen=True):
    """Resample an image to `target`, which is complete when all its rows have been drawn."""

    kernel: ctypes.CDLL
    source: Image.Image
    target: Image.Image
    across: Weights
    down: Weights

    @classmethod
    def of(
        cls,
        kernel: ctypes.CDLL,
        image: Image.Image,
        size: tuple[int, int],
        box: Box,
        averaged: tuple[int, int] = (1, 1),
    ) -> "Resampling":
        """Prepare to resample `box` (left, top, right, bottom) of an image to `size` (width, height).

        Each pixel is the average of `averaged` columns and rows of the source. RGBa becomes RGBA. Raises
        ValueError if the box is empty or not within the image.
        """
        left, top, right, bottom = box
        return cls(
            kernel,
            image,
            Image.new("RGBA" if image.mode == "RGBa" else image.mode, size, None),
            _weights(kernel, Side.decoded(image.width, left, right, size[0], averaged[0])),
            _weights(kernel, Side.decoded(image.height, top, bottom, size[1], averaged[1])),
        )

    def draw(self, top: int, end: int) -> None:
        """Draw rows `top` to `end` of the target. Several threads may draw at the same time.

        Raises ValueError if there are no such rows, or if one needs more source rows than a block has.
        """
        if not 0 <= top < end <= self.target.height:
            raise ValueError(f"There are no rows {top} to {end} in {self.target.height}")
        source, target = pixels.memory(self.source), pixels.memory(self.target)
        if source and target:
            self._call(source, 0, target.rows_from(top), range(top, end))
            return
        for first, last in self._strips(top, end):
            self._draw_strip(first, last)

    def _strips(self, top: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield parts of the target: as many rows as fit a strip, as do the source rows that they need."""
        longest = max(image.width * pixels.PIXEL_SIZES[image.mode] for image in (self.source, self.target))
        most, first = _STRIP // longest, top
        for row in range(top, end):
            if row > first and max(self._last(row) - self.down.first[first], row + 1 - first) > most:
                yield first, row
                first = row
        yield first, end

    def _last(self, row: int) -> int:
        return self.down.first[row] + self.down.counts[row]

    def _draw_strip(self, top: int, end: int) -> None:
        above, below = self.down.first[top], self._last(end - 1)
        strip = Image.new(self.target.mode, (self.target.width, end - top), None)
        part = self.source.crop((0, above, self.source.width, below))
        source, target = pixels.memory(part), pixels.memory(strip)
        if source is None or target is None:
            raise ValueError(f"A row of {self.target.width} pixels needs too much of the image")
        self._call(source, above, target, range(top, end))
        self.target.paste(strip, (0, top))

    def _call(self, source: Memory, above: int, target: Memory, rows: range) -> None:
        """Draw these rows to where `target` begins. `source` begins with row `above`."""
        scratch = (ctypes.c_uint8 * self._scratch_size())()
        status = self.kernel.darkroom_resample(
            *(source.data, source.length, _LAYOUTS[self.source.mode], self.source.width),
            *(above, source.length // source.stride),
            *_arguments(self.across),
            *_arguments(self.down),
            *(target.data, target.length, self.target.width, rows.start, len(rows)),
            *(scratch, len(scratch)),
        )
        library.check(status)

    def _scratch_size(self) -> int:
        """Return the bytes that resample.c needs at most for its parts, in their order."""
        width, output, taps = self.source.width, self.target.width, self.across.taps
        pair, lines, channels, two_bytes = 8, 2, 4, 2
        return (
            _PARTS * _ALIGNMENT
            + 4 * output
            + two_bytes * (taps + 2) * output
            + two_bytes * pair * lines * (width + taps + 4) // 2
            + channels * lines * output
            + two_bytes * channels * (width + pair) * (self.source.mode == "L")
            + channels * width * 2 * self.down.taps * (self.source.mode == "RGBA")
        )


def _arguments(side: Weights) -> tuple[object, ...]:
    return (
        *(side.first, len(side.first), side.counts, len(side.counts)),
        *(side.weights, len(side.weights), side.taps),
    )
