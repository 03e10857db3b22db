"""Run a process that answers each line of JSON with a line of JSON."""

import json
import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import IO, Any


class JsonProcess:
    """Runs a command until `close`. All its threads are restricted to `cores`, and `log` gets its errors."""

    def __init__(
        self,
        command: Sequence[str | Path],
        cores: Collection[int],
        *,
        folder: Path,
        environment: Mapping[str, str],
        log: IO[str] | None = None,
    ) -> None:
        process = subprocess.Popen(  # noqa: S603 -- the callers' own programs
            ["taskset", "--cpu-list", ",".join(map(str, cores)), *command],  # noqa: S607 -- of the system
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=folder,
            env={**os.environ, **environment},
        )
        assert process.stdin is not None  # noqa: S101 -- Popen was given PIPE
        assert process.stdout is not None  # noqa: S101 -- Popen was given PIPE
        self._process, self._stdin, self._stdout = process, process.stdin, process.stdout
        # taskset does not start the command as a process of its own, but becomes it.
        self.pid = process.pid

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
        self._process.communicate(timeout=30)
