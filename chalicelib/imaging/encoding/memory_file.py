"""Let Pillow encode into an anonymous in-memory file, so that it does not hold the GIL.

With a file descriptor, Pillow's JPEG encoder runs entirely in C. With a BytesIO, it returns to Python for
every block and holds the GIL, so that threads cannot run in parallel. The output is the same.
"""

import os
import tempfile
from typing import IO, Any

from PIL import Image

from chalicelib.models import Format


def saved(image: Image.Image, format_: Format, **options: Any) -> bytes:  # noqa: ANN401  Pillow's own
    """Return the bytes that Pillow's encoder writes with these options."""
    with _file() as file:
        image.save(file, format=format_, **options)
        file.seek(0)
        return file.read()


def _file() -> IO[bytes]:
    """Open a file that has a file descriptor: in memory on Linux, else a temporary file."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("variant"), "w+b")
    return tempfile.TemporaryFile()
