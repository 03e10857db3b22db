"""The one place where whatever a decoder throws becomes an error of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from chalicelib.errors import CorruptImage, DarkroomError, TooManyPixels


@contextmanager
def decoding() -> Iterator[None]:
    """Turn any error of a decoder into CorruptImage; errors of ours pass.

    Pillow's decoders raise OSError, ValueError, IndexError, SyntaxError, TypeError, KeyError,
    struct.error, OverflowError, MemoryError and more on broken files. The list is open, so all of
    Exception is caught; only code that reads the image may stand inside.
    """
    try:
        yield
    except DarkroomError:
        raise
    except Image.DecompressionBombError as fault:
        raise TooManyPixels(f"The image is far too large: {fault}") from fault
    except Exception as fault:
        reason = str(fault) or type(fault).__name__
        raise CorruptImage(f"The image cannot be decoded: {reason[:200]}") from fault
