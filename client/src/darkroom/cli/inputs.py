"""What the command uploads: files, standard input and URLs."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from darkroom.cli import image_types
from darkroom.errors import DarkroomError
from darkroom.filenames import FALLBACK, uploadable_name


@dataclass(frozen=True, slots=True)
class OpenInput:
    """An open, seekable file and what the service is told about it.

    Without `content_type`, the service derives the type from the name.
    """

    stream: BinaryIO
    filename: str
    content_type: str | None

    def renamed(self, filename: str) -> Self:
        """Return the file with another name, whose extension also tells the type."""
        content_type = image_types.media_type(filename) or self.content_type
        return replace(self, filename=uploadable_name(filename), content_type=content_type)


class Input(Protocol):
    """One image to upload. As a string, it is the argument or path that the user knows it by."""

    @property
    def path(self) -> Path | None:
        """The file that a manifest can recognize, or None."""

    @property
    def subfolder(self) -> Path:
        """The subfolder in the given folder, which --out reproduces."""

    def open(self) -> AbstractContextManager[OpenInput]:
        """Open the image. Raises DarkroomError and OSError."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A local file."""

    path: Path
    subfolder: Path = Path()

    def __str__(self) -> str:
        """Return the path."""
        return str(self.path)

    @contextmanager
    def open(self) -> Iterator[OpenInput]:
        """Open the file. Raises OSError."""
        name = self.path.name
        with self.path.open("rb") as stream:
            yield OpenInput(stream, uploadable_name(name), image_types.media_type(name))


@dataclass(frozen=True, slots=True)
class SpooledInput:
    """A stream that was copied to a temporary file, which can be opened once."""

    name: str
    stream: BinaryIO = field(compare=False)
    path: None = None
    subfolder: Path = Path()

    def __str__(self) -> str:
        """Return the argument."""
        return self.name

    @contextmanager
    def open(self) -> Iterator[OpenInput]:
        """Return the temporary file, and delete it afterward."""
        with self.stream:
            yield OpenInput(self.stream, FALLBACK, image_types.UNKNOWN)


@dataclass(frozen=True, slots=True)
class UnusableArgument:
    """An argument or a folder that yields no image, because of `error`."""

    name: str
    error: DarkroomError | OSError = field(compare=False)
    path: None = None
    subfolder: Path = Path()

    def __str__(self) -> str:
        """Return the argument or the path of the folder."""
        return self.name

    def open(self) -> AbstractContextManager[OpenInput]:
        """Raise the error."""
        raise self.error
