"""The manifest: a JSON Lines file that records uploads, so that an interrupted one can be resumed."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from darkroom.filenames import encodable

DEFAULT_NAME = ".darkroom.jsonl"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A record of one uploaded file and its image.

    `path` is the absolute path, as a `file:` URL if UTF-8 cannot encode it. `size` is in bytes; `changed` is
    the modification time in nanoseconds. `done` means that nothing is left to do for this file.
    """

    service: str
    path: str
    size: int
    changed: int
    variants: list[str] | None
    id: str
    done: bool


class Manifest:
    """Finds and records uploads. Only one process at a time may write to the manifest file."""

    def __init__(self, file: Path, service: str) -> None:
        """Read the manifest file if it exists. Raises OSError."""
        self._file = file
        self._service = service
        self._lock = threading.Lock()
        self._entries = {entry.path: entry for entry in _read(file) if entry.service == service}

    def find(self, path: Path, variants: Sequence[str] | None) -> Entry | None:
        """Return the entry for a file, or None if there is none or the file has changed or vanished since."""
        entry = self._entries.get(_written(path))
        return entry if entry and entry == self._entry(path, variants, entry.id, done=entry.done) else None

    def record(self, path: Path, variants: Sequence[str] | None, image_id: str, *, done: bool) -> None:
        """Append an entry to the manifest file, unless the uploaded file is gone. Raises OSError."""
        entry = self._entry(path, variants, image_id, done=done)
        if entry is None:
            return
        with self._lock, self._file.open("ab") as file:
            # Start with a newline, because the last line may be truncated.
            file.write(b"\n" + msgspec.json.encode(entry))
            self._entries[entry.path] = entry

    def _entry(
        self, path: Path, variants: Sequence[str] | None, image_id: str, *, done: bool
    ) -> Entry | None:
        try:
            stat = path.stat()
        except OSError:
            return None
        return Entry(
            service=self._service,
            path=_written(path),
            size=stat.st_size,
            changed=stat.st_mtime_ns,
            variants=None if variants is None else sorted(variants),
            id=image_id,
            done=done,
        )


def _written(path: Path) -> str:
    absolute = path.absolute()
    text = str(absolute)
    return text if encodable(text) == text else absolute.as_uri()


def _read(file: Path) -> list[Entry]:
    entries = []
    for line in file.read_bytes().splitlines() if file.exists() else ():
        with suppress(msgspec.DecodeError):  # a line truncated by a crash
            entries.append(msgspec.json.decode(line, type=Entry))
    return entries
