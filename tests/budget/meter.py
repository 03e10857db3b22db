"""Start the process that measures, and ask it."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msgspec import json

from chalicelib.domain.edits import Box
from chalicelib.models import VariantSpec
from tests.budget.measuring import Measured, Task


class Meter:
    """Measures files, each in a process of its own."""

    def __init__(self, tasks: IO[str], results: IO[str], folder: Path) -> None:
        self._tasks, self._results = tasks, results
        self._file = folder / "image"

    def content(
        self, content: bytes, specs: Sequence[VariantSpec], crop: Box | None = None
    ) -> Measured | None:
        """Measure the processing of these bytes. None means that it was killed."""
        self._file.write_bytes(content)
        return self.file(self._file, specs, crop)

    def file(self, path: Path, specs: Sequence[VariantSpec], crop: Box | None = None) -> Measured | None:
        """Measure the processing of a file. None means that it was killed."""
        self._tasks.write(json.encode(Task(str(path), list(specs), crop)).decode() + "\n")
        self._tasks.flush()
        return json.decode(self._results.readline(), type=Measured | None)


@contextmanager
def meter(folder: Path) -> Iterator[Meter]:
    """Run the process that measures. `folder` is for temporary files."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.budget.measuring"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        # The process ends when its input does.
        yield Meter(process.stdin, process.stdout, folder)
