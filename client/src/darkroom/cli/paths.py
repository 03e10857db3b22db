"""From what was typed to the pictures that are meant: files, folders and globs."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

EXTENSIONS = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp", ".heic", ".heif"}
)
"""What is taken from folders. A file that is named is taken whatever it is called."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file, and the folder below --out for what comes of it, as it lay in the folder that was named."""

    path: Path
    below: Path = Path()

    def __str__(self) -> str:
        """Show the path."""
        return str(self.path)


class NothingFound(Exception):
    """A folder or a glob has no pictures."""


def found(arguments: Iterable[str]) -> Iterator[Found]:
    """Yield the files of all arguments, each once, in order.

    A file that is not there is yielded as well: opening it tells best what is wrong with it.
    Raises NothingFound.
    """
    seen = set()
    for argument in arguments:
        for file in _files(argument):
            if file.path not in seen:
                seen.add(file.path)
                yield file


def pictures_in(folder: Path) -> list[Found]:
    """Return the pictures in a folder and all below it, sorted; hidden files and folders are left out."""
    files = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(parent).relative_to(folder)
        files += [Found(Path(parent, name), below) for name in names if _is_picture(name)]
    return sorted(files, key=lambda file: file.path)


def _files(argument: str) -> list[Found]:
    path = Path(argument)
    if path.is_dir():
        return _some(pictures_in(path), f"{argument}: no pictures in this folder")
    if path.exists() or not glob.has_magic(argument):
        return [Found(path)]
    # for shells that do not expand, and for more files than a command line can hold
    matches = map(Path, sorted(glob.glob(argument, recursive=True)))  # noqa: PTH207 - Path.glob wants a root
    return _some([Found(match) for match in matches if match.is_file()], f"{argument}: no file matches")


def _some(files: list[Found], complaint: str) -> list[Found]:
    if not files:
        raise NothingFound(complaint)
    return files


def _is_picture(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in EXTENSIONS
