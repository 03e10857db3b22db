"""Decode an AVIF at a reduced size: average blocks of the pixels that libavif returns.

Pillow would copy all pixels first: 8 % of the CPU time of a thumbnail of an AVIF of 8 MP.
"""

from PIL import Image
from PIL.AvifImagePlugin import AvifImageFile
from PIL.ImageFile import ImageFile

from chalicelib.imaging.decoding import block_averaging
from chalicelib.imaging.decoding.decode_size import TargetSize
from chalicelib.imaging.kernel import library
from chalicelib.imaging.kernel.reduce import LAYOUTS, BlockAverages


def factor(image: ImageFile, target: TargetSize) -> int:
    """Return how many pixels per side are averaged, 1 if Pillow has to copy all of them first."""
    if target.crop or target.in_full or image.mode not in LAYOUTS or library.loaded() is None:
        return 1
    return block_averaging.factor(image.size, target.size, best=target.best)


def decode(image: ImageFile, by: int) -> Image.Image:
    """Return the average of each block of `by` x `by` pixels of the first frame, in mode RGB or RGBa.

    Raises Pillow's errors for broken data.
    """
    kernel = library.loaded()
    assert kernel is not None  # noqa: S101  see `factor`
    assert isinstance(image, AvifImageFile)  # noqa: S101  the reader for this format
    averages = BlockAverages(kernel, image.mode, image.size, by)
    averages.add(image._decoder.get_frame(0)[0])  # noqa: SLF001  where `load` gets the pixels
    return averages.image()
