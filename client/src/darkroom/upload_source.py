"""Read the file to upload from a path or an open binary file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from darkroom.errors import UnusableFile
from darkroom.filenames import uploadable_name
from darkroom.messages import CHUNK_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSource:
    """A file to upload: the `size` bytes of `stream` that begin at `start`."""

    stream: BinaryIO
    filename: str
    start: int
    size: int
    # Parts of a file are read at the same time, from one stream.
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def chunks(self) -> Iterator[bytes]:
        """Read the file in chunks, starting over on each call. Raises UnusableFile if the file shrank."""
        position, end = self.start, self.start + self.size
        while position < end:
            chunk = self._read(position, min(CHUNK_BYTES, end - position))
            if not chunk:
                raise UnusableFile(
                    f"{self.filename} shrank by {end - position} bytes while it was being read."
                )
            position += len(chunk)
            yield chunk

    def part(self, offset: int, size: int) -> "UploadSource":
        """Return `size` bytes of the file, which begin `offset` bytes after its start."""
        return replace(self, start=self.start + offset, size=size)

    def _read(self, position: int, size: int) -> bytes:
        with self.lock:
            self.stream.seek(position)
            return self.stream.read(size)


@contextmanager
def open_source(file: str | os.PathLike[str] | BinaryIO, filename: str | None) -> Iterator[UploadSource]:
    """Open a path, or read an open, seekable binary file from its current position and leave it open.

    Without `filename`, the file's own name is used, without characters that the service refuses.
    Raises UnusableFile if the file is empty, OSError if it cannot be read, and ValueError if an open file
    has no name and `filename` is None.
    """
    if isinstance(file, str | os.PathLike):
        with Path(file).open("rb") as stream:
            yield _source(stream, filename or uploadable_name(Path(file).name))
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
    return uploadable_name(Path(name).name)
