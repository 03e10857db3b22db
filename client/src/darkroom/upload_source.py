"""Read the file to upload from a path or an open binary file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from darkroom.errors import UnusableFile
from darkroom.messages import CHUNK_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSource:
    """A file to upload: the `size` bytes of `stream` that begin at `start`."""

    stream: BinaryIO
    filename: str
    start: int
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Read the file in chunks, starting over on each call. Raises UnusableFile if the file shrank."""
        self.stream.seek(self.start)
        remaining = self.size
        while remaining:
            chunk = self.stream.read(min(CHUNK_BYTES, remaining))
            if not chunk:
                raise UnusableFile(f"{self.filename} shrank by {remaining} bytes while it was being read.")
            remaining -= len(chunk)
            yield chunk


@contextmanager
def open_source(file: str | os.PathLike[str] | BinaryIO, filename: str | None) -> Iterator[UploadSource]:
    """Open a path, or read an open, seekable binary file from its current position and leave it open.

    Raises UnusableFile if the file is empty, OSError if it cannot be read, and ValueError if an open file
    has no name and `filename` is None.
    """
    if isinstance(file, str | os.PathLike):
        with Path(file).open("rb") as stream:
            yield _source(stream, filename or Path(file).name)
    else:
        yield _source(file, filename or _filename(file))


def _source(stream: BinaryIO, filename: str) -> UploadSource:
    start = stream.tell()
    size = stream.seek(0, os.SEEK_END) - start
    if size <= 0:
        raise UnusableFile(f"{filename} is empty.")
    return UploadSource(stream=stream, filename=filename, start=start, size=size)


def _filename(stream: BinaryIO) -> str:
    name = getattr(stream, "name", None)
    if not isinstance(name, str):
        raise ValueError("This file object has no name. Pass `filename`.")  # noqa: TRY004 - the type is right
    return Path(name).name
