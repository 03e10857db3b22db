"""The file to upload: a path or an open binary file, with its name and size."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from darkroom.errors import UnusableFile

CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of `stream` from `start` on, `size` of them."""

    stream: BinaryIO
    filename: str
    start: int
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Read from the beginning, each time anew. Raises UnusableFile when bytes went missing."""
        self.stream.seek(self.start)
        left = self.size
        while left:
            chunk = self.stream.read(min(CHUNK_BYTES, left))
            if not chunk:
                raise UnusableFile(f"{self.filename} became {left} bytes shorter while it was being read")
            left -= len(chunk)
            yield chunk


@contextmanager
def opened(file: str | os.PathLike[str] | BinaryIO, filename: str | None) -> Iterator[Source]:
    """Open a path, or take an open, seekable binary file from where it stands and leave it open.

    Raises UnusableFile for an empty one, OSError for one that cannot be read, ValueError for one without
    a name where `filename` gives none.
    """
    if isinstance(file, str | os.PathLike):
        with Path(file).open("rb") as stream:
            yield _measured(stream, filename or Path(file).name)
    else:
        yield _measured(file, filename or _name_of(file))


def _measured(stream: BinaryIO, filename: str) -> Source:
    start = stream.tell()
    size = stream.seek(0, os.SEEK_END) - start
    if size <= 0:
        raise UnusableFile(f"{filename} is empty")
    return Source(stream=stream, filename=filename, start=start, size=size)


def _name_of(stream: BinaryIO) -> str:
    name = getattr(stream, "name", None)
    if not isinstance(name, str):
        raise ValueError("An open file without a name needs filename=…")  # noqa: TRY004 - the value lacks a name
    return Path(name).name
