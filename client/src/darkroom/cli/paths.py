"""Expand path arguments (files, folders and glob patterns) to files."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

EXTENSIONS = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp", ".heic", ".heif", ".hif"}
)
"""The files to upload from folders. A file given by its path may have any name."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to upload, and its subfolder in the given folder, which --out reproduces."""

    path: Path
    subfolder: Path = Path()

    def __str__(self) -> str:
        """Return the path."""
        return str(self.path)


class NoFilesFound(Exception):
    """A folder contains no images, or a glob pattern matches no files."""


def expand(arguments: Iterable[str]) -> Iterator[InputFile]:
    """Yield the files of all arguments in order, each file once.

    Missing files are included, because opening them gives the best error message.
    Raises NoFilesFound.
    """
    seen = set()
    for argument in arguments:
        for file in _matching_files(argument):
            if file.path not in seen:
                seen.add(file.path)
                yield file


def images_in(folder: Path) -> list[InputFile]:
    """Return the images in a folder and its subfolders, sorted, without hidden files and folders."""
    files = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        subfolder = Path(parent).relative_to(folder)
        files += [InputFile(Path(parent, name), subfolder) for name in names if _is_image(name)]
    return sorted(files, key=lambda file: file.path)


def _matching_files(argument: str) -> list[InputFile]:
    path = Path(argument)
    if path.is_dir():
        return _require_files(images_in(path), f"{argument} contains no images.")
    if path.exists() or not glob.has_magic(argument):
        return [InputFile(path)]
    # Expand patterns for shells that do not, and for more files than fit on a command line.
    matches = map(Path, sorted(glob.glob(argument, recursive=True)))  # noqa: PTH207 - Path.glob needs a root
    return _require_files(
        [InputFile(match) for match in matches if match.is_file()], f"No files match {argument}."
    )


def _require_files(files: list[InputFile], message: str) -> list[InputFile]:
    if not files:
        raise NoFilesFound(message)
    return files


def _is_image(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in EXTENSIONS
