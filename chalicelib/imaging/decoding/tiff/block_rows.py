"""Decompress the blocks of a TIFF to bytes, for samples that Pillow cannot unpack.

libtiff gets the blocks as a gray image whose pixels are the bytes of the samples.
"""

import sys
from array import array
from itertools import accumulate

from PIL import Image, ImageChops
from PIL.ExifTags import Base

from chalicelib.errors import CorruptImage
from chalicelib.imaging.containers.ifd import Entry, Order
from chalicelib.imaging.containers.tiff_file import BODY_START, longs, shorts, write
from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Compression, Photometric, Predictor
from chalicelib.imaging.decoding.tiff.quiet import silence

LOSSLESS = frozenset(
    {
        *(Compression.NONE, Compression.LZW, Compression.ADOBE_DEFLATE, Compression.DEFLATE),
        *(Compression.PACKBITS, Compression.LZMA, Compression.ZSTD),
    }
)
NATIVE: Order = "<" if sys.byteorder == "little" else ">"
_REVERSED = 2
_UNSIGNED = {2: "H", 4: "I"}


def decompress(content: bytes, page: Page, blocks: range) -> Image.Image:
    """Return the rows of several blocks, one block below the other. A pixel is a byte of a sample."""
    order, ifd = page.ifd.order, page.ifd
    offsets = ifd.integers(Base.TileOffsets if page.tiled else Base.StripOffsets)
    counts = ifd.integers(Base.TileByteCounts if page.tiled else Base.StripByteCounts)
    parts = [content[offsets[block] : offsets[block] + counts[block]] for block in blocks]
    starts = accumulate((len(part) for part in parts), initial=BODY_START)
    size = page.row_bytes, sum(page.rows_of(block % page.blocks_per_plane) for block in blocks)
    tags: dict[int, Entry] = {
        Base.ImageWidth: longs(order, size[0]),
        Base.ImageLength: longs(order, size[1]),
        Base.BitsPerSample: shorts(order, 8),
        Base.Compression: shorts(order, page.compression),
        Base.PhotometricInterpretation: shorts(order, Photometric.BLACK_IS_ZERO),
        Base.FillOrder: shorts(order, 2 if ifd.integer(Base.FillOrder, 1) == _REVERSED else 1),
        Base.StripOffsets: longs(order, *(start for start, _ in zip(starts, parts, strict=False))),
        Base.SamplesPerPixel: shorts(order, 1),
        Base.RowsPerStrip: longs(order, page.block_height),
        Base.StripByteCounts: longs(order, *map(len, parts)),
    }
    return libtiff(write(order, tags, b"".join(parts)), "L", size, "L")


def libtiff(content: bytes, mode: str, size: tuple[int, int], raw_mode: str) -> Image.Image:
    """Decode the first page of a TIFF with Pillow's libtiff. Raises CorruptImage."""
    silence()
    try:
        return Image.frombytes(mode, size, content, "libtiff", raw_mode, False, 0)  # noqa: FBT003  "not a file"
    except (OSError, ValueError) as fault:
        raise CorruptImage("The TIFF is damaged: its pixel data cannot be decompressed") from fault


def undo_predictor(rows: Image.Image, page: Page) -> bytes:
    """Return the samples' bytes, in the order of the file, or from high to low after the FLOAT predictor."""
    size = page.bits // 8
    if page.predictor is Predictor.NONE:
        return rows.tobytes()
    if page.predictor is Predictor.HORIZONTAL and size > 1:
        return _sum_rows(rows.tobytes(), page, size)
    summed = _sum_bytes(rows, page.samples_per_block)
    return summed.tobytes() if page.predictor is Predictor.HORIZONTAL else _interleaved(summed, size)


def _sum_bytes(rows: Image.Image, distance: int) -> Image.Image:
    """Add to each byte all bytes to its left at multiples of `distance`, by doubling the distance."""
    while distance < rows.width:
        shifted = Image.new("L", rows.size)
        shifted.paste(rows, (distance, 0))
        rows = ImageChops.add_modulo(rows, shifted)
        distance *= 2
    return rows


def _interleaved(rows: Image.Image, size: int) -> bytes:
    """Join the bytes of each sample. In a row, the highest bytes of all samples come first, then the next."""
    width = rows.width // size
    joined = bytearray(rows.width * rows.height)
    for place in range(size):
        joined[place::size] = rows.crop((place * width, 0, (place + 1) * width, rows.height)).tobytes()
    return bytes(joined)


def _sum_rows(data: bytes, page: Page, size: int) -> bytes:
    """Add to each sample the ones to its left, modulo its size."""
    values = array(_UNSIGNED[size], data)
    foreign = page.ifd.order != NATIVE
    if foreign:
        values.byteswap()
    per_row, samples = page.row_bytes // size, page.samples_per_block
    for start in range(0, len(values), per_row):
        for first in range(start, start + samples):
            part = slice(first, start + per_row, samples)
            values[part] = _wrapped(array("Q", accumulate(values[part])), size)
    if foreign:
        values.byteswap()
    return values.tobytes()


def _wrapped(sums: "array[int]", size: int) -> "array[int]":
    """Return the low `size` bytes of each sum."""
    step = sums.itemsize // size
    parts = array(_UNSIGNED[size], sums.tobytes())
    return parts[0 if NATIVE == "<" else step - 1 :: step]
