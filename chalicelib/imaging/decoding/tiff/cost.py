"""Estimate the memory and the time that decoding a TIFF takes: slightly more than was measured."""

from chalicelib.imaging.containers.tiff_page import Page
from chalicelib.imaging.containers.tiff_tags import Compression, Extra, Photometric, Predictor
from chalicelib.imaging.decoding.tiff.samples import STEP

# Bytes per pixel of the images between the samples and the result (see colors.py).
_FINISHING = {
    Photometric.WHITE_IS_ZERO: 4,
    Photometric.CIELAB: 7,
    Photometric.ICCLAB: 7,
    Photometric.PALETTE: 0,
}
_FINISHING_16_BIT_PALETTE = 7
_FINISHING_CMYK_WITH_ALPHA = 9
# Copies of a step's bytes while samples are unpacked one by one (see samples.py).
_COPIES = 6
# A block is opened by libtiff. A sample is unpacked by libtiff, by Pillow, or in Python if that has to undo
# the predictor.
_SECONDS_PER_BLOCK, _SECONDS_PER_SAMPLE = 5e-5, 1.5e-8
_SECONDS_PER_UNPACKED_SAMPLE, _SECONDS_PER_SUM = 1e-7, 4e-7


def seconds(page: Page, *, one_by_one: bool) -> float:
    """Return the seconds that decoding takes at most."""
    blocks = page.blocks_per_plane * (page.samples if page.planar else 1)
    per_sample = _SECONDS_PER_SAMPLE
    if one_by_one:
        summed = page.predictor is not Predictor.NONE
        per_sample = _SECONDS_PER_SUM if summed else _SECONDS_PER_UNPACKED_SAMPLE
    samples = page.width * page.height * page.samples
    return blocks * _SECONDS_PER_BLOCK + samples * per_sample


def besides_image(page: Page, stream_size: int, *, one_by_one: bool) -> int:
    """Return the bytes that decoding takes besides the decoded image: the stream, blocks and bands."""
    pixels, block = page.width * page.height, page.block_height * page.row_bytes
    finishing = _FINISHING.get(page.photometric, 0)
    if page.photometric is Photometric.PALETTE and page.bits > 8:  # noqa: PLR2004  a palette of Pillow's
        finishing = _FINISHING_16_BIT_PALETTE
    if page.photometric is Photometric.CMYK and page.alpha is not None:
        finishing = _FINISHING_CMYK_WITH_ALPHA
    if page.alpha is Extra.UNSPECIFIED:
        finishing += 4
    needed = stream_size + pixels * finishing
    if one_by_one:
        step = min(max(STEP, block), block * page.blocks_per_plane)
        return needed + pixels * page.samples + _COPIES * step
    return needed if page.compression is Compression.NONE else needed + block
