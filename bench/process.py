"""One engine's process, from the bench's side."""

import json
import os
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bench.engines import Engine
from bench.jobs import Output
from bench.places import LOGS, REPOSITORY


class EngineError(Exception):
    """The engine could not start, or could not do this job."""


class EngineProcess:
    """A running engine. `cores` are the ones that it may use; its threads cannot leave them."""

    def __init__(self, engine: Engine, cores: Collection[int]) -> None:
        self.engine = engine
        LOGS.mkdir(parents=True, exist_ok=True)
        with (LOGS / f"{engine.name}.txt").open("w") as log, _pinned(cores):
            self._process = subprocess.Popen(  # noqa: S603 -- the commands in engines.py
                engine.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=REPOSITORY,
                env={**os.environ, **engine.environment},
            )

    def close(self) -> None:
        """End the process."""
        self._stdin.close()
        self._process.wait(timeout=30)

    @property
    def pid(self) -> int:
        """The process, as /proc knows it."""
        return self._process.pid

    def versions(self) -> dict[str, str]:
        """Ask what the engine consists of. Raises EngineError when it did not start."""
        answer: dict[str, str] = self._ask(do="hello")["versions"]
        return answer

    def load(self, picture: Path) -> None:
        """Let the process read the input; jobs run from memory."""
        self._ask(do="load", path=str(picture))

    def run(self, job: Sequence[Output], repeat: int = 1, save: Path | None = None) -> dict[str, Any]:
        """Run the job `repeat` times: CPU and wall seconds per run, and the files where `save` is given.

        Raises EngineError with what the engine said.
        """
        return self._ask(do="run", outputs=job, repeat=repeat, save=str(save) if save else None)

    def _ask(self, **message: object) -> dict[str, Any]:
        try:
            self._stdin.write(json.dumps(message) + "\n")
            self._stdin.flush()
        except BrokenPipeError as error:
            raise EngineError(f"{self.engine.name} has ended; see its log in {LOGS}") from error
        line = self._stdout.readline()
        if not line:
            raise EngineError(f"{self.engine.name} has ended; see its log in {LOGS}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise EngineError(answer["error"])
        return answer

    @property
    def _stdin(self) -> IO[str]:
        assert self._process.stdin is not None  # noqa: S101 -- Popen was told to make it
        return self._process.stdin

    @property
    def _stdout(self) -> IO[str]:
        assert self._process.stdout is not None  # noqa: S101 -- Popen was told to make it
        return self._process.stdout


@contextmanager
def _pinned(cores: Collection[int]) -> Iterator[None]:
    """Hold this thread to `cores` meanwhile: a child inherits them from its first instruction on."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
