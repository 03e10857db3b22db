"""Find the strips or tiles of a page."""

from bisect import bisect_right

from msgspec import Struct
from PIL.ExifTags import Base

from chalicelib.errors import CorruptImage, TooComplex
from chalicelib.imaging.containers.ifd import Numbers
from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Compression, Photometric

_TRUNCATED = "The TIFF is truncated: its pixel data ends early"
# Tiles of 256 x 256 pixels, and strips of a row each, are far fewer even in the largest images.
_MAX_BLOCKS = 200_000
# libtiff decodes a whole strip before Pillow unpacks it, so large uncompressed strips are divided.
_STRIP_BYTES = 1 << 20
# Compressed blocks can share data, for example if they are blank, but are hardly larger than their pixels.
# This limits the bytes to read for pages whose blocks overlap.
_MAX_EXPANSION = 2


class Blocks(Struct, frozen=True):
    """The offset and size of every block, in the order of TIFF. Strips have `height` rows."""

    height: int
    offsets: Numbers
    byte_counts: Numbers


def locate(file_size: int, page: Page) -> Blocks:
    """Return the blocks of a page.

    Raises CorruptImage if some are missing or cannot be right, and TooComplex if there are more than 200,000.
    """
    ifd, needed = page.ifd, page.blocks_per_plane * (page.samples if page.planar else 1)
    if needed > _MAX_BLOCKS:
        raise TooComplex(
            f"The TIFF has more than {_MAX_BLOCKS:,} strips or tiles; save it again with another program"
        )
    offsets = ifd.integers(Base.TileOffsets if page.tiled else Base.StripOffsets, needed)
    counts = ifd.integers(Base.TileByteCounts if page.tiled else Base.StripByteCounts, needed)
    if page.compression is Compression.OLD_JPEG:
        return Blocks(page.block_height, offsets, counts)
    if len(offsets) < needed or max(offsets) >= file_size:
        raise CorruptImage(_TRUNCATED)
    if page.compression is Compression.NONE and page.photometric is not Photometric.YCBCR:
        return _uncompressed(file_size, page, offsets)
    if len(counts) < needed or 0 in counts:
        counts = _estimated(file_size, offsets)
    counts = tuple(min(count, file_size - at) for at, count in zip(offsets, counts, strict=True))
    if sum(counts) > file_size + _MAX_EXPANSION * needed * page.block_height * page.row_bytes:
        raise CorruptImage("The TIFF is damaged: its strips or tiles overlap")
    return Blocks(page.block_height, offsets, counts)


def _uncompressed(file_size: int, page: Page, offsets: Numbers) -> Blocks:
    per_plane = page.blocks_per_plane
    counts = tuple(page.rows_of(block % per_plane) * page.row_bytes for block in range(len(offsets)))
    if any(at + count > file_size for at, count in zip(offsets, counts, strict=True)):
        raise CorruptImage(_TRUNCATED)
    rows = max(1, _STRIP_BYTES // page.row_bytes)
    if page.tiled or per_plane > 1 or rows >= page.height:
        return Blocks(page.block_height, offsets, counts)
    starts = range(0, page.height, rows)
    return Blocks(
        rows,
        tuple(at + start * page.row_bytes for at in offsets for start in starts),
        tuple(min(rows, page.height - start) * page.row_bytes for _ in offsets for start in starts),
    )


def _estimated(file_size: int, offsets: Numbers) -> Numbers:
    """Return the distances to the next blocks, because some writers leave the sizes out."""
    starts = sorted({*offsets, file_size})
    return tuple(starts[bisect_right(starts, at)] - at for at in offsets)
