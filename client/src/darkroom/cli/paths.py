"""Expand path arguments (files, folders and glob patterns) to files."""

import glob
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from darkroom.cli.image_types import media_type
from darkroom.cli.inputs import InputFile, UnusableArgument
from darkroom.errors import DarkroomError

Found = InputFile | UnusableArgument


class NoFilesFound(DarkroomError):
    """A folder contains no images, or a glob pattern matches no files."""


def files_at(argument: str) -> Iterator[Found]:
    """Yield the files of an argument: of a folder, the images in it.

    Missing files are included, because opening them gives the best error message.
    """
    # `os.path` reports a path that cannot be examined as missing, where pathlib raises an error.
    if os.path.isdir(argument):  # noqa: PTH112
        yield from images_in(Path(argument)) or _nothing(argument, f"{argument} contains no images.")
    elif os.path.lexists(argument) or not glob.has_magic(argument):
        yield InputFile(Path(argument))
    else:
        # Expand patterns for shells that do not, and for more files than fit on a command line.
        matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - Path.glob needs a root
        files: list[Found] = [InputFile(Path(match)) for match in matches if not os.path.isdir(match)]  # noqa: PTH112
        yield from files or _nothing(argument, f"No files match {argument}.")


def images_in(folder: Path) -> list[Found]:
    """Return the images in a folder and its subfolders, sorted, without hidden files and folders.

    Folders that cannot be read are included. Links to other folders are not followed, so there are no loops.
    """
    files: list[Found] = []
    errors: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        subfolder = Path(parent).relative_to(folder)
        paths = (Path(parent, name) for name in names if _is_image(name))
        files += [InputFile(path, subfolder) for path in paths if not _is_special(path)]
    files += [UnusableArgument(str(error.filename), error) for error in errors]
    return sorted(files, key=lambda file: Path(str(file)))


def is_stream(argument: str) -> bool:
    """Return whether an argument is a pipe, such as a shell's `<(command)`, or a device."""
    try:
        mode = Path(argument).stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _nothing(argument: str, message: str) -> list[Found]:
    return [UnusableArgument(argument, NoFilesFound(message))]


def _is_image(name: str) -> bool:
    return not name.startswith(".") and media_type(name) is not None


def _is_special(path: Path) -> bool:
    """Return whether the path is a pipe, socket or device, which could block forever."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # opening it gives the error message
    return not stat.S_ISREG(mode)
