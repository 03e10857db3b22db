"""Copy a stream of unknown length to a temporary file, with a limit."""

import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from typing import BinaryIO, cast

from rich.filesize import decimal

from darkroom.errors import DarkroomError

MAX_BYTES = 1_000_000_000
"""The largest stream or download, so that an endless one does not fill the disk."""

_IN_MEMORY_BYTES = 8 * 1024 * 1024


class UnusableInput(DarkroomError):
    """Standard input or a URL is not an image that can be uploaded."""


def spool(chunks: Iterable[bytes], name: str, max_bytes: int = MAX_BYTES) -> BinaryIO:
    """Return an open temporary file with the chunks; closing it deletes it. Raises UnusableInput, OSError.

    `name` names the source in errors.
    """
    with ExitStack() as unfinished:
        file = unfinished.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES))
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise UnusableInput(
                    f"{name} is larger than {decimal(max_bytes)}. Upload it as a file instead."
                )
            file.write(chunk)
        if not size:
            raise UnusableInput(f"{name} is empty.")
        file.seek(0)
        unfinished.pop_all()
        return cast("BinaryIO", file)  # it has the same methods
