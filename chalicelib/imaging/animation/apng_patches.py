"""Decode the frames of an APNG one by one, each as a PNG of its own.

File format: https://www.w3.org/TR/png-3/#apng-frame-based-animation
"""

from collections.abc import Iterator
from itertools import takewhile

from PIL import Image

from chalicelib.imaging.animation.canvas import Disposal, Patch
from chalicelib.imaging.containers import apng
from chalicelib.imaging.containers.png_chunks import SIGNATURE, chunk, chunks, data_of
from chalicelib.imaging.decoding import block_averaging
from chalicelib.imaging.decoding.pillow_readers import open_image

_DISPOSALS = (Disposal.KEEP, Disposal.CLEAR, Disposal.RESTORE)
_OVER = 1
_SIZE = 8
# What all frames have in common: the colors of the palette, and transparency.
_SHARED = (b"PLTE", b"tRNS")


def patches(stream: bytes) -> Iterator[Patch]:
    """Decode frame by frame. Raises Rejected, and Pillow's errors for broken frames."""
    header, *shared = _before_pixels(stream)
    for frame in apng.frames(stream):
        size = b"".join(side.to_bytes(4, "big") for side in frame.size)
        own = chunk(b"IHDR", size + bytes(data_of(header)[_SIZE:]))
        file = b"".join((SIGNATURE, own, *shared, chunk(b"IDAT", b"".join(frame.data)), chunk(b"IEND", b"")))
        disposal = _DISPOSALS[frame.dispose_op]
        yield Patch(_decode(file), frame.at, frame.duration, disposal, over=frame.blend_op == _OVER)


def _before_pixels(stream: bytes) -> list[memoryview]:
    """Return the chunks that a frame needs besides its own."""
    start = takewhile(lambda each: each[0] != b"IDAT", chunks(stream))
    return [found for kind, found in start if kind in (b"IHDR", *_SHARED)]


def _decode(file: bytes) -> Image.Image:
    """Return the pixels as RGB or RGBA."""
    image = block_averaging.reduce(open_image(file, "png"), 1)
    return image.convert("RGBA" if image.mode == "RGBa" else "RGB")
