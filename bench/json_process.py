"""Run a process that answers each line of JSON with a line of JSON."""

import json
import os
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


class JsonProcess:
    """Runs a command until `close`. Its threads are restricted to `cores`, and `log` gets its errors."""

    def __init__(
        self,
        command: Sequence[str | Path],
        cores: Collection[int],
        *,
        folder: Path,
        environment: Mapping[str, str],
        log: IO[str] | None = None,
    ) -> None:
        with _pinned(cores):
            self._process = subprocess.Popen(  # noqa: S603 -- the callers' own programs
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=folder,
                env={**os.environ, **environment},
            )
        assert self._process.stdin is not None  # noqa: S101 -- Popen was given PIPE
        assert self._process.stdout is not None  # noqa: S101 -- Popen was given PIPE
        self.pid, self._stdin, self._stdout = self._process.pid, self._process.stdin, self._process.stdout

    def request(self, message: object) -> Any:  # noqa: ANN401 -- whatever the process answers
        """Send a message and return the answer. Raises EOFError if the process has ended."""
        try:
            self._stdin.write(json.dumps(message) + "\n")
            self._stdin.flush()
        except BrokenPipeError as error:
            raise EOFError from error
        line = self._stdout.readline()
        if not line:
            raise EOFError
        return json.loads(line)

    def close(self) -> None:
        """Stop the process, which ends when its input does."""
        self._stdin.close()
        self._process.wait(timeout=30)


@contextmanager
def _pinned(cores: Collection[int]) -> Iterator[None]:
    """Pin this thread to `cores` within the block, so that a child process starts on them."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
