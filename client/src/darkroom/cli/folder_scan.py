"""Scan a folder for images that are complete.

Polling also works on network shares and memory cards, where file system events may be missing. A file counts
as complete when two scans in a row find it unchanged.
"""

from collections.abc import Iterable
from pathlib import Path

from darkroom.cli.paths import InputFile, images_in

Fingerprint = tuple[int, int]


class FolderScan:
    """Finds images in a folder and its subfolders, each once and again after every change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, Fingerprint] = {}
        self._returned: dict[Path, Fingerprint] = {}

    def scan(self) -> list[InputFile]:
        """Return the files that have not changed since the last scan and were not returned before."""
        files = {file.path: file for file in images_in(self._folder)}
        fingerprints = {path: fingerprint for path in files if (fingerprint := _fingerprint(path))}
        complete = [
            path
            for path, fingerprint in fingerprints.items()
            if self._seen.get(path) == fingerprint and self._returned.get(path) != fingerprint
        ]
        self._seen = fingerprints
        self._returned |= {path: fingerprints[path] for path in complete}
        return [files[path] for path in complete]

    def retry(self, files: Iterable[InputFile]) -> None:
        """Return these files from the next scan again."""
        for file in files:
            self._returned.pop(file.path, None)


def _fingerprint(path: Path) -> Fingerprint | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return (stat.st_size, stat.st_mtime_ns) if stat.st_size else None
