"""Run one engine in a process of its own and send it jobs."""

import json
import os
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bench.engines import Engine
from bench.jobs import Output
from bench.paths import LOGS, REPOSITORY
from ops.templates import memory_allocation


class EngineError(Exception):
    """The engine could not start, or could not run a job."""


class EngineProcess:
    """A running engine whose threads are restricted to `cores`."""

    def __init__(self, engine: Engine, cores: Collection[int]) -> None:
        self.engine = engine
        LOGS.mkdir(parents=True, exist_ok=True)
        with (LOGS / f"{engine.name}.txt").open("w") as log, pinned(cores):
            self._process = subprocess.Popen(  # noqa: S603 -- the commands in engines.py
                engine.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=REPOSITORY,
                env={**os.environ, **memory_allocation.VARIABLES, **engine.environment},
            )

    def close(self) -> None:
        """Stop the process."""
        self._stdin.close()
        self._process.wait(timeout=30)

    @property
    def pid(self) -> int:
        """The process ID."""
        return self._process.pid

    def versions(self) -> dict[str, str]:
        """Return the versions of the engine and its libraries. Raises EngineError if it did not start."""
        versions: dict[str, str] = self._request(do="hello")["versions"]
        return versions

    def load(self, image: Path) -> None:
        """Read the input file into the process's memory, where jobs use it."""
        self._request(do="load", path=str(image))

    def run(self, job: Sequence[Output], repeat: int = 1, save: Path | None = None) -> dict[str, Any]:
        """Run the job `repeat` times. Return CPU and wall seconds per run, and the files saved in `save`.

        Raises EngineError with the engine's own message.
        """
        return self._request(do="run", outputs=job, repeat=repeat, save=str(save) if save else None)

    def _request(self, **message: object) -> dict[str, Any]:
        try:
            self._stdin.write(json.dumps(message) + "\n")
            self._stdin.flush()
        except BrokenPipeError as error:
            raise EngineError(f"{self.engine.name} has exited; see its log in {LOGS}") from error
        line = self._stdout.readline()
        if not line:
            raise EngineError(f"{self.engine.name} has exited; see its log in {LOGS}")
        response: dict[str, Any] = json.loads(line)
        if "error" in response:
            raise EngineError(response["error"])
        return response

    @property
    def _stdin(self) -> IO[str]:
        assert self._process.stdin is not None  # noqa: S101 -- Popen was given PIPE
        return self._process.stdin

    @property
    def _stdout(self) -> IO[str]:
        assert self._process.stdout is not None  # noqa: S101 -- Popen was given PIPE
        return self._process.stdout


@contextmanager
def pinned(cores: Collection[int]) -> Iterator[None]:
    """Pin this thread to `cores` within the block, so that a child process starts on them."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
