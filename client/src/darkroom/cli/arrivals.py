"""Notices pictures that have arrived in a folder and are whole.

It looks again and again instead of asking the system for events: that works on network shares and
memory cards as well, and a file is whole when two looks find it unchanged.
"""

from collections.abc import Iterable
from pathlib import Path

from darkroom.cli.paths import Found, pictures_in

Stamp = tuple[int, int]


class Arrivals:
    """Pictures below one folder, each given out once, and once more whenever it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, Stamp] = {}
        self._given: dict[Path, Stamp] = {}

    def look(self) -> list[Found]:
        """Return what has not changed since the last look and was not given out like this."""
        files = {file.path: file for file in pictures_in(self._folder)}
        stamps = {path: stamp for path in files if (stamp := _stamp(path))}
        whole = [
            path
            for path, stamp in stamps.items()
            if self._seen.get(path) == stamp and self._given.get(path) != stamp
        ]
        self._seen = stamps
        self._given |= {path: stamps[path] for path in whole}
        return [files[path] for path in whole]

    def again(self, files: Iterable[Found]) -> None:
        """Give these out once more."""
        for file in files:
            self._given.pop(file.path, None)


def _stamp(path: Path) -> Stamp | None:
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return (facts.st_size, facts.st_mtime_ns) if facts.st_size else None
