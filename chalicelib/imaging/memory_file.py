"""Where encoders write: an anonymous file in memory, so that Pillow encodes without holding the GIL.

Given a file descriptor, Pillow's JPEG encoder runs from start to end in C; into a BytesIO it returns to
Python for every block and holds the GIL meanwhile, so that two threads take turns. The bytes are the same.
"""

import os
import tempfile
from collections.abc import Callable
from typing import IO


def bytes_from(write: Callable[[IO[bytes]], None]) -> bytes:
    """Return the bytes that `write` puts into the file it is given."""
    with _file() as file:
        write(file)
        file.seek(0)
        return file.read()


def _file() -> IO[bytes]:
    """Open a file that has a descriptor; only Linux has them in memory."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("variant"), "w+b")
    return tempfile.TemporaryFile()
