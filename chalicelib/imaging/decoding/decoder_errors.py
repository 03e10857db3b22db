"""Convert errors from image decoders to Darkroom's errors, and count warnings."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct
from PIL import Image

from chalicelib.errors import CorruptImage, DarkroomError, TooComplex

# What the texts of Pillow, ISA-L, libwebp and libavif mean to someone who uploads an image.
_MEANINGS = tuple(
    (re.compile(text, re.IGNORECASE), meaning)
    for text, meaning in (
        (
            r"truncated|not enough image data|requires a buffer",
            "The image is truncated: the file ends early",
        ),
        (
            r"bad header checksum|broken png",
            "The PNG is damaged: a chunk is invalid or its checksum is wrong",
        ),
        (r"^Error -\d|zlib header", "The PNG is damaged: its pixel data cannot be decompressed"),
        (r"quantization table", "The JPEG is damaged: a quantization table is invalid"),
        (r"no marker found", "The JPEG is damaged: a marker is missing"),
        (r"webp|decoder object|next frame", "The WebP is damaged: its pixel data cannot be decoded"),
        (r"bmff|image item", "The AVIF is damaged: its structure is invalid"),
        (r"cannot load this image", "The image contains no pixel data"),
        (r"data stream|decode", "The image is damaged: its pixel data cannot be decoded"),
    )
)
_OTHERWISE = "The image is damaged and cannot be decoded"


@contextmanager
def decoding() -> Iterator[None]:
    """Convert any decoder error to one of Darkroom's; let Darkroom's own errors pass.

    Pillow's decoders raise OSError, ValueError, IndexError, SyntaxError, TypeError, KeyError,
    struct.error, OverflowError and others for broken files. Since there is no complete list,
    this catches every Exception. Use it only around code that reads the image.
    """
    try:
        yield
    except DarkroomError:
        raise
    except Image.DecompressionBombError as fault:
        raise TooComplex("The image has too many pixels") from fault
    except MemoryError as fault:
        raise TooComplex("Processing the image takes more memory than there is") from fault
    except Exception as fault:
        raise CorruptImage(_meaning(str(fault))) from fault


def _meaning(text: str) -> str:
    """Return what is wrong with the image. The decoders' own texts can contain Python's internals."""
    return next((meaning for known, meaning in _MEANINGS if known.search(text)), _OTHERWISE)


class WarningCount(Struct):
    """The number of warnings so far."""

    count: int = 0

    def show(self, *_: object, **__: object) -> None:
        """Count a warning. Replaces warnings.showwarning, which prints it."""
        self.count += 1


@contextmanager
def counted_warnings() -> Iterator[WarningCount]:
    """Count all warnings in this process instead of printing them: a small file can cause tens of thousands.

    Python's filters are not thread-safe, so do not nest this.
    """
    counted = WarningCount()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = counted.show
        yield counted
