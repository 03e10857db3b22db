"""Unpack samples that fit no raw mode of Pillow, for example 32-bit colors or 16-bit gray with alpha."""

from collections.abc import Iterator, Sequence

from PIL import Image

from chalicelib.errors import UnsupportedFormat
from chalicelib.imaging.budget.time_budget import TimeBudget
from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Extra, Photometric, Predictor, Sample
from chalicelib.imaging.decoding.tiff import sample_values
from chalicelib.imaging.decoding.tiff.block_rows import LOSSLESS, decompress, undo_predictor

STEP = 1 << 24
"""Decompressed bytes per step."""

# Decompressed bytes of the largest block.
_MAX_BLOCK = 1 << 28
# Samples of more than 8 bits whose predictor is undone in Python, which takes up to 0.3 s per million.
_MAX_SUMMED = 50_000_000
Box = tuple[int, int, int, int]
_LAB = (Photometric.CIELAB, Photometric.ICCLAB)
_COLORS = (Photometric.WHITE_IS_ZERO, Photometric.BLACK_IS_ZERO, Photometric.RGB)
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}


def mode(page: Page) -> str:
    """Return the mode of the bands. Pillow does not know CMYKA. Raises UnsupportedFormat."""
    if not _is_supported(page):
        kind = "floating-point bits" if page.sample is Sample.FLOAT else "bits"
        raise UnsupportedFormat(
            f"This TIFF's layout is not supported: {page.samples} x {page.bits} {kind} per pixel;"
            " save the image as RGB with 8 or 16 bits per sample"
        )
    if page.samples == 1:
        return "F"
    # Linear colors that are premultiplied are divided by alpha before they are encoded.
    plain = page.sample is not Sample.FLOAT and page.photometric is not Photometric.CMYK
    premultiplied = page.alpha is Extra.ASSOCIATED_ALPHA and plain
    alpha = "" if page.alpha is None else "a" if premultiplied else "A"
    return _MODES[page.colors] + alpha


def decode(content: bytes, page: Page, time: TimeBudget) -> list[Image.Image]:
    """Return the colors and alpha as bands of the page's mode. Raises CorruptImage, TooComplex, OutOfTime."""
    band_mode = "F" if mode(page) == "F" else "L"
    bands = [Image.new(band_mode, (page.width, page.height)) for _ in _channels(page)]
    for blocks in _steps(page):
        time.check()
        parts = _unpack(content, page, blocks)
        for place, box in _places(page, blocks):
            for band, part in zip(bands, parts, strict=True):
                band.paste(part.crop(box), place)
    return bands


def _channels(page: Page) -> range:
    return range(page.colors + (page.alpha is not None))


def _is_supported(page: Page) -> bool:
    if page.compression not in LOSSLESS or page.block_height * page.row_bytes > _MAX_BLOCK:
        return False
    summed = page.predictor is Predictor.HORIZONTAL and page.bits > 8  # noqa: PLR2004  see block_rows.py
    if summed and page.width * page.height * page.samples > _MAX_SUMMED:
        return False
    if page.sample is Sample.FLOAT:
        predictable = page.predictor is not Predictor.HORIZONTAL or page.bits < 64  # noqa: PLR2004  array's limit
        return page.photometric in _COLORS and page.bits in (16, 32, 64) and predictable
    if page.sample is Sample.SIGNED and page.photometric not in _LAB:
        return page.colors == 1 and page.bits == 8  # noqa: PLR2004  taken as unsigned, like layouts.py does
    return page.photometric in (*_COLORS, *_LAB, Photometric.CMYK) and page.bits in (8, 16, 32)


def _steps(page: Page) -> Iterator[range]:
    """Yield ranges of blocks of the first plane."""
    step = max(1, STEP // (page.block_height * page.row_bytes))
    for first in range(0, page.blocks_per_plane, step):
        yield range(first, min(first + step, page.blocks_per_plane))


def _unpack(content: bytes, page: Page, blocks: range) -> Sequence[Image.Image]:
    """Return the colors and alpha of the blocks, one block below the other."""
    numbers = _channels(page)
    size = page.block_width, sum(page.rows_of(block) for block in blocks)
    if page.planar:
        planes = (blocks.start + number * page.blocks_per_plane for number in numbers)
        samples = [_bytes(content, page, range(start, start + len(blocks))) for start in planes]
    else:
        data = _bytes(content, page, blocks)
        samples = [sample_values.one_of(data, number, page.samples, page.bits // 8) for number in numbers]
    return sample_values.images(samples, size, page)


def _bytes(content: bytes, page: Page, blocks: range) -> bytes:
    return undo_predictor(decompress(content, page, blocks), page)


def _places(page: Page, blocks: range) -> Iterator[tuple[tuple[int, int], Box]]:
    """Yield the place of each block in the image, and its box among the unpacked rows."""
    for number, block in enumerate(blocks):
        down, across = divmod(block, page.blocks_across)
        top, height = number * page.block_height, page.rows_of(block)
        yield (
            (across * page.block_width, down * page.block_height),
            (0, top, page.block_width, top + height),
        )
