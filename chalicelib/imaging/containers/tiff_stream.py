"""Reduce a TIFF to one page, without metadata, in the form that Pillow's libtiff reads best."""

from struct import iter_unpack

from PIL.ExifTags import Base

from chalicelib.errors import CorruptImage, UnsupportedFormat
from chalicelib.imaging.containers import tiff_blocks
from chalicelib.imaging.containers.ifd import Entry, Numbers
from chalicelib.imaging.containers.tiff_file import BODY_START, longs, shorts, write
from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Photometric

# Besides the tags that are written below, only these change the pixels. The profile tells the decoder
# whether floating-point colors are linear.
_COPIED = (
    *(Base.FillOrder, Base.T4Options, Base.T6Options, Base.Predictor, Base.TileWidth, Base.TileLength),
    *(Base.ExtraSamples, Base.SampleFormat, Base.PlanarConfiguration, Base.JPEGTables, Base.JPEGProc),
    *(Base.JpegIFOffset, Base.JpegIFByteCount, Base.JpegRestartInterval, Base.JpegLosslessPredictors),
    *(Base.JpegPointTransforms, Base.JpegQTables, Base.JpegDCTables, Base.JpegACTables),
    *(Base.YCbCrCoefficients, Base.YCbCrSubSampling, Base.YCbCrPositioning, Base.ReferenceBlackWhite),
    Base.InterColorProfile,
)
_LONG_TYPES = {16, 17, 18}
_MAX_8_BITS, _MAX_16_BITS = 0xFF, 0xFFFF
_THREE_RATIONALS = 24
_MAX_INDEX_BITS = 16
# The most values of a tag that are copied. The tables for JPEG are bytes, so this does not apply to them.
_MAX_NUMBERS = 1024


def reduce_to(content: bytes, page: Page) -> bytes:
    """Return a classic TIFF that contains only this page. Offsets keep their meaning. Raises CorruptImage."""
    order = page.ifd.order
    tags: dict[int, Entry] = {
        Base.ImageWidth: longs(order, page.width),
        Base.ImageLength: longs(order, page.height),
        Base.BitsPerSample: shorts(order, *[page.bits] * page.samples),
        Base.Compression: shorts(order, page.compression),
        Base.PhotometricInterpretation: shorts(order, page.photometric),
        Base.SamplesPerPixel: shorts(order, page.samples),
        **_blocks(page, len(content)),
    }
    if page.photometric is Photometric.PALETTE:
        tags[Base.ColorMap] = shorts(order, *_color_map(page))
    tags |= {tag: value for tag in _COPIED if (value := _copy(page, tag)) is not None}
    if not _is_positive(page, Base.YCbCrCoefficients):
        tags.pop(Base.YCbCrCoefficients, None)
    return write(order, tags, memoryview(content)[BODY_START:])


def _blocks(page: Page, size: int) -> dict[int, Entry]:
    """Return the tags that locate the blocks of a page in a file of `size` bytes."""
    order, blocks = page.ifd.order, tiff_blocks.locate(size, page)
    tags: dict[int, Entry] = {
        Base.TileOffsets if page.tiled else Base.StripOffsets: longs(order, *blocks.offsets)
    }
    if not page.tiled:
        tags[Base.RowsPerStrip] = longs(order, blocks.height)
    if blocks.byte_counts:
        tags[Base.TileByteCounts if page.tiled else Base.StripByteCounts] = longs(order, *blocks.byte_counts)
    return tags


def _copy(page: Page, tag: int) -> Entry | None:
    entry = page.ifd.entries.get(tag)
    if entry is not None and entry.kind in _LONG_TYPES:
        return longs(page.ifd.order, *page.ifd.integers(tag, _MAX_NUMBERS))
    return entry


def _color_map(page: Page) -> Numbers:
    """Return the colors with 16 bits. Like libtiff, take them for 8 bits if none is larger than 255."""
    if page.bits > _MAX_INDEX_BITS:
        raise UnsupportedFormat(
            f"TIFFs with palettes of {page.bits} bits are not supported; save the image as RGB"
        )
    colors = page.ifd.integers(Base.ColorMap, 3 << page.bits)
    if len(colors) < 3 << page.bits or not 0 <= min(colors) <= max(colors) <= _MAX_16_BITS:
        raise CorruptImage("The TIFF is damaged: its color map is missing or invalid")
    return tuple(color * 0x101 for color in colors) if max(colors) <= _MAX_8_BITS else colors


def _is_positive(page: Page, tag: int) -> bool:
    """Return whether the tag has three rational numbers without zeros. libtiff does not decode others."""
    data = page.ifd.data(tag, _THREE_RATIONALS)
    return len(data) == _THREE_RATIONALS and all(part for (part,) in iter_unpack("I", data))
