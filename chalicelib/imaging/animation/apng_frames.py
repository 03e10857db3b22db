"""Decode the frames of an APNG one by one, each as a PNG of its own.

File format: https://www.w3.org/TR/png-3/#apng-frame-based-animation
"""

import zlib
from collections.abc import Iterable, Iterator

from PIL import Image

from chalicelib.imaging import block_averaging
from chalicelib.imaging.animation.canvas import Disposal, Patch
from chalicelib.imaging.containers import apng, png_chunks
from chalicelib.imaging.pillow_readers import open_image

_DISPOSALS = (Disposal.KEEP, Disposal.CLEAR, Disposal.RESTORE)
_OVER = 1
# What all frames have in common: the colors of the palette, and transparency. Both have up to 256 entries.
_SHARED = (b"PLTE", b"tRNS")
_LONGEST = 12 + 3 * 256


def patches(content: bytes) -> Iterator[Patch]:
    """Decode frame by frame. Raises Rejected, and Pillow's errors for broken frames."""
    shared = b"".join(_shared(content))
    for frame in apng.frames(content):
        image = _decode(b"".join((png_chunks.SIGNATURE, _header(content, frame), shared, *_data(frame))))
        yield Patch(image, frame.at, frame.duration, _DISPOSALS[frame.dispose_op], frame.blend_op == _OVER)


def _decode(png: bytes) -> Image.Image:
    """Return the pixels as RGB or RGBA."""
    image = block_averaging.reduce(open_image(png, "png"), 1)
    return image.convert("RGBA" if image.mode == "RGBa" else "RGB")


def _shared(content: bytes) -> Iterable[bytes]:
    """Return the chunks that all frames have in common, each at most once."""
    found = {}
    for kind, chunk in png_chunks.chunks(content):
        if kind == b"IDAT":
            break
        if kind in _SHARED and len(chunk) <= _LONGEST:
            found[kind] = bytes(chunk)
    return found.values()


def _header(content: bytes, frame: apng.ApngFrame) -> bytes:
    """Return the IHDR chunk for a frame: that of the file with another size."""
    width, height = (side.to_bytes(4, "big") for side in frame.size)
    return _chunk(b"IHDR", width + height + content[24:29])


def _data(frame: apng.ApngFrame) -> tuple[bytes, bytes]:
    return _chunk(b"IDAT", frame.data), _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes | bytearray) -> bytes:
    checksum = zlib.crc32(body, zlib.crc32(kind))
    return b"".join((len(body).to_bytes(4, "big"), kind, body, checksum.to_bytes(4, "big")))
