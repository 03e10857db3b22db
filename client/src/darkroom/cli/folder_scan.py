"""Scan a folder for images that are complete.

Polling also works on network shares and memory cards, where file system events may be missing. A file counts
as complete when two scans in a row find it unchanged.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from darkroom.cli.inputs import Input
from darkroom.cli.paths import Found, images_in

Fingerprint = tuple[int, int]

# Of what cannot be opened, so that its error is reported once.
_UNUSABLE: Fingerprint = (-1, -1)


class FolderScan:
    """Finds images in a folder and its subfolders, each once and again after every change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, Fingerprint] = {}
        self._returned: dict[str, Fingerprint] = {}

    def scan(self) -> list[Found]:
        """Return the files that have not changed since the last scan and were not returned before."""
        files = {str(file): file for file in images_in(self._folder)}
        fingerprints = {name: found for name, file in files.items() if (found := _fingerprint(file))}
        complete = [
            name
            for name, fingerprint in fingerprints.items()
            if self._seen.get(name) == fingerprint and self._returned.get(name) != fingerprint
        ]
        self._seen = fingerprints
        self._returned |= {name: fingerprints[name] for name in complete}
        return [files[name] for name in complete]

    def retry(self, files: Iterable[Input]) -> None:
        """Return these files from the next scan again."""
        for file in files:
            self._returned.pop(str(file), None)


def _fingerprint(file: Found) -> Fingerprint | None:
    """Return the size and modification time, or None for a file that is empty so far or has vanished."""
    if file.path is None:
        return _UNUSABLE
    try:
        stat = file.path.stat()
    except OSError:
        return _UNUSABLE if os.path.lexists(file.path) else None
    return (stat.st_size, stat.st_mtime_ns) if stat.st_size else None
