"""Decode run lengths: RLE8, RLE4, and RLE24 of OS/2. The input is untrusted.

File format: https://learn.microsoft.com/windows/win32/gdi/bitmap-compression
"""

from msgspec import Struct

from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.containers.bmp_header import Compression, Header

_END_OF_LINE, _END_OF_BITMAP, _DELTA = 0, 1, 2
# Bytes between two looks at the clock.
_STEP = 1 << 16
_NIBBLES = tuple(bytes((byte >> 4, byte & 0xF)) for byte in range(256))


class Runs(Struct):
    """Decoded rows from bottom to top: the values of pixels, and for each pixel 255 if it was drawn."""

    width: int
    size: int
    values: bytearray
    drawn: bytearray

    @classmethod
    def empty(cls, width: int, height: int, size: int) -> "Runs":
        """Return rows without any pixel. A pixel's value has `size` bytes."""
        return cls(width, size, bytearray(width * height * size), bytearray(width * height))

    def draw(self, x: int, y: int, pixels: bytes) -> int:
        """Draw pixels without those beyond the end of the row, and return the next x."""
        count = max(0, min(len(pixels) // self.size, self.width - x))
        at = y * self.width + x
        self.values[at * self.size : (at + count) * self.size] = pixels[: count * self.size]
        self.drawn[at : at + count] = b"\xff" * count
        return x + count


def decode(content: bytes, header: Header, time: TimeBudget) -> Runs:
    """Return the pixels up to the end of the bitmap or of the file. Raises TooComplex, OutOfTime."""
    # One function, since calling another for each run would take longer than the run.
    runs = Runs.empty(header.width, header.height, 3 if header.compression is Compression.RLE24 else 1)
    nibbles = header.compression is Compression.RLE4
    at, x, y, checked = header.pixels_at, 0, 0, header.pixels_at
    while y < header.height and at + 1 < len(content):
        if at >= checked:
            time.check()
            checked = at + _STEP
        count, value = content[at], content[at + 1]
        at += 2
        if count:
            pixel = content[at - 1 : at - 1 + runs.size]
            at += runs.size - 1
            pattern = _NIBBLES[value] * (count // 2 + 1) if nibbles else pixel * count
            x = runs.draw(x, y, pattern[: count * runs.size])
        elif value == _END_OF_LINE:
            x, y = 0, y + 1
        elif value == _END_OF_BITMAP:
            break
        elif value == _DELTA:
            if at + 1 >= len(content):
                break
            x, y = x + content[at], y + content[at + 1]
            at += 2
        else:
            stored = (value + 1) // 2 if nibbles else value * runs.size
            pixels = content[at : at + stored]
            x = runs.draw(x, y, _unpacked(pixels)[:value] if nibbles else pixels)
            at += stored + stored % 2
    return runs


def _unpacked(nibbles: bytes) -> bytes:
    return b"".join(_NIBBLES[byte] for byte in nibbles)
