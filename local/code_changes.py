"""Detects changes to the app's code and data on disk."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

Snapshot = frozenset[tuple[str, int]]
CHECK_SECONDS = 1  # between snapshots, which read the modification times of more than 500 files


def snapshot(project: Path) -> Snapshot:
    """Return the app's files with their modification times; snapshots differ if the app has changed."""
    return frozenset(_times([str(project / "app.py"), *_files(project / "chalicelib")]))


def _files(folder: Path) -> Iterator[str]:
    # unlike rglob, walk continues when a folder disappears
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (f"{parent}/{name}" for name in names)


def _times(files: list[str]) -> Iterator[tuple[str, int]]:
    for file in files:
        with suppress(FileNotFoundError):  # an editor's temporary file, deleted since it was listed
            yield file, os.stat(file).st_mtime_ns  # noqa: PTH116 - takes half the time of a path
