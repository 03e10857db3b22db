"""Convert errors from image decoders to Darkroom's errors."""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from chalicelib.errors import CorruptImage, DarkroomError, TooComplex


@contextmanager
def decoding() -> Iterator[None]:
    """Convert any decoder error to CorruptImage or TooComplex; let Darkroom's own errors pass.

    Pillow's decoders raise OSError, ValueError, IndexError, SyntaxError, TypeError, KeyError,
    struct.error, OverflowError, MemoryError and others for broken files. Since there is no complete list,
    this catches every Exception. Use it only around code that reads the image.
    """
    try:
        yield
    except DarkroomError:
        raise
    except Image.DecompressionBombError as fault:
        raise TooComplex("The image has too many pixels") from fault
    except Exception as fault:
        reason = str(fault) or type(fault).__name__
        raise CorruptImage(f"The image is damaged and cannot be decoded: {reason[:200]}") from fault
