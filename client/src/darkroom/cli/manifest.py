"""What has been uploaded, in a file of JSON lines, so that an interrupted upload can be taken up again."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

NAME = ".darkroom.jsonl"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it was when it was uploaded, for whom, and its image. `done`: nothing is left to do.

    `size` is in bytes, `changed` the time of its last change in nanoseconds.
    """

    service: str
    path: str
    size: int
    changed: int
    variants: list[str] | None
    id: str
    done: bool


class Manifest:
    """Looks files up and notes what became of them. Only one process at a time may write the file."""

    def __init__(self, file: Path, service: str) -> None:
        """Read the file, if it is there. Raises OSError."""
        self._file = file
        self._service = service
        self._lock = threading.Lock()
        self._entries = {entry.path: entry for entry in _read(file) if entry.service == service}

    def find(self, path: Path, variants: Sequence[str] | None) -> Entry | None:
        """Return the entry of the file as it is now; None when it has changed, or none was made."""
        entry = self._entries.get(str(path.absolute()))
        return entry if entry and entry == self._entry(path, variants, entry.id, done=entry.done) else None

    def note(self, path: Path, variants: Sequence[str] | None, image_id: str, *, done: bool) -> None:
        """Add a line. Raises OSError."""
        entry = self._entry(path, variants, image_id, done=done)
        with self._lock, self._file.open("ab") as file:
            # the line's end comes first, as the last line may have been cut off
            file.write(b"\n" + msgspec.json.encode(entry))
            self._entries[entry.path] = entry

    def _entry(self, path: Path, variants: Sequence[str] | None, image_id: str, *, done: bool) -> Entry:
        facts = path.stat()
        return Entry(
            service=self._service,
            path=str(path.absolute()),
            size=facts.st_size,
            changed=facts.st_mtime_ns,
            variants=None if variants is None else sorted(variants),
            id=image_id,
            done=done,
        )


def _read(file: Path) -> list[Entry]:
    entries = []
    for line in file.read_bytes().splitlines() if file.exists() else ():
        with suppress(msgspec.DecodeError):  # a line that was being written when the power went
            entries.append(msgspec.json.decode(line, type=Entry))
    return entries
