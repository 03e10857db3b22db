"""Decode a PNG at a reduced size: average blocks of pixels row by row, so that they never exist all at once.

A PNG of 5 MP takes 3 MB instead of 20 MB. This is only for the kinds of pixels that the kernel averages.
"""

from collections.abc import Iterator, Sequence

from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.containers.png_chunks import chunks, data_of
from chalicelib.imaging.decoding import block_averaging
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.decoding.png_inflate import STEP, Inflate
from chalicelib.imaging.decoding.png_rows import PngRows, unfilter_for
from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel.reduce import LAYOUTS, BlockAverages
from chalicelib.imaging.kernel.unfilter import ROWS_AT_ONCE

# The least bytes of pixels that are averaged at once. They stay in the processor's cache.
_STRIP = 1 << 17
# Bytes per pixel of an average, which is copied once.
_AVERAGE = 4
# Copies of a strip: parts that are decompressed, those joined, and its rows without filters.
_COPIES = 3


def factor(image: PngImageFile, target: TargetSize) -> int:
    """Return how many pixels per side are averaged while decoding, 1 if all have to be decoded first."""
    if target.crop or target.in_full or image.info.get("interlace") or library.loaded() is None:
        return 1
    if image.mode not in LAYOUTS or image.tile[0].args != image.mode or "transparency" in image.info:
        return 1
    return block_averaging.factor(image.size, target.size, best=target.best)


def memory(image: PngImageFile, by: int) -> int:
    """Return the bytes that decoding takes, besides the file."""
    averages = _AVERAGE * -(-image.width // by) * -(-image.height // by)
    strip = len(image.mode) * image.width * min(image.height, _strip_height(image, by))
    return 2 * averages + _COPIES * strip


def decode(stream: bytes, image: PngImageFile, by: int, time: TimeBudget) -> Image.Image:
    """Return the average of each block of `by` x `by` pixels in mode L, RGB or RGBa.

    `image` is the reader of `stream`. Raises the reader's errors for broken data, and TooComplex or OutOfTime
    when the time is over.
    """
    kernel, unfilter = library.loaded(), unfilter_for(image)
    assert kernel is not None and unfilter is not None  # noqa: PT018, S101  see `factor`
    averages, rows = BlockAverages(kernel, image.mode, image.size, by), PngRows(unfilter, image.height)
    height = _strip_height(image, by)
    sizes = [
        unfilter.filtered_size * min(height, image.height - top) for top in range(0, image.height, height)
    ]
    for size, strip in zip(sizes, _strips(_steps(stream, time), sizes), strict=True):
        pixels = rows.add(strip)
        if len(strip) < size:
            raise OSError("image file is truncated")
        averages.add(pixels)
    return averages.image()


def _strip_height(image: PngImageFile, by: int) -> int:
    """Return the rows of a strip: whole blocks, and as many as the kernel likes."""
    rows = by * ROWS_AT_ONCE
    return rows * max(1, _STRIP // (rows * len(image.mode) * image.width))


def _steps(stream: bytes, time: TimeBudget) -> Iterator[memoryview]:
    """Yield the image data in as many bytes as the reader decompresses at once."""
    for kind, chunk in chunks(stream):
        data = data_of(chunk) if kind == b"IDAT" else memoryview(b"")
        for at in range(0, len(data), STEP):
            time.check()
            yield data[at : at + STEP]


def _strips(steps: Iterator[memoryview], sizes: Sequence[int]) -> Iterator[bytes]:
    """Decompress strips of these sizes in bytes, and all of the step in which the last one ends.

    If there is less data, strips are shorter or empty.
    """
    inflate = Inflate()
    for size in sizes:
        parts = [inflate.decompress(inflate.rest, size)]
        missing = size - len(parts[0])
        while missing and (deflated := next(steps, None)) is not None:
            parts.append(inflate.decompress(deflated, missing))
            missing -= len(parts[-1])
        yield b"".join(parts)
    while inflate.decompress(inflate.rest, STEP):
        pass
