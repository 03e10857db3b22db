"""Notices that the app's code or data has changed on disk."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

Snapshot = frozenset[tuple[str, int]]


def snapshot(project: Path) -> Snapshot:
    """Return each file that the app is made of with its time of change; unequal means changed."""
    return frozenset(_times([project / "app.py", *_files(project / "chalicelib")]))


def _files(folder: Path) -> Iterator[Path]:
    # unlike rglob, walk goes on when a folder vanishes meanwhile
    for parent, _, names in os.walk(folder):
        if not parent.endswith("__pycache__"):
            yield from (Path(parent, name) for name in names)


def _times(files: list[Path]) -> Iterator[tuple[str, int]]:
    for file in files:
        with suppress(FileNotFoundError):  # an editor's temporary file, gone since it was listed
            yield str(file), file.stat().st_mtime_ns
