"""Detects changes to the app's code and data on disk."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

Snapshot = frozenset[tuple[str, int]]


def snapshot(project: Path) -> Snapshot:
    """Return the app's files with their modification times; snapshots differ if the app has changed."""
    return frozenset(_times([project / "app.py", *_files(project / "chalicelib")]))


def _files(folder: Path) -> Iterator[Path]:
    # unlike rglob, walk continues when a folder disappears
    for parent, _, names in os.walk(folder):
        if not parent.endswith("__pycache__"):
            yield from (Path(parent, name) for name in names)


def _times(files: list[Path]) -> Iterator[tuple[str, int]]:
    for file in files:
        with suppress(FileNotFoundError):  # an editor's temporary file, deleted since it was listed
            yield str(file), file.stat().st_mtime_ns
