"""Run one engine in a process of its own and send it jobs."""

import sys
from collections.abc import Collection, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from bench.engines import Engine
from bench.jobs import Output
from bench.json_process import JsonProcess
from bench.paths import LOGS, REPOSITORY
from ops.templates.functions import MEMORY_ALLOCATION


class EngineError(Exception):
    """The engine could not start, or could not run a job."""


class EngineProcess:
    """A running engine whose threads are restricted to `cores`."""

    def __init__(self, engine: Engine, cores: Collection[int]) -> None:
        self.engine = engine
        LOGS.mkdir(parents=True, exist_ok=True)
        environment = {**MEMORY_ALLOCATION, **engine.environment}
        with (LOGS / f"{engine.name}.txt").open("w") as log:
            self._process = JsonProcess(
                engine.command, cores, folder=REPOSITORY, environment=environment, log=log
            )
        self.close = self._process.close
        self.pid = self._process.pid

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
            response: dict[str, Any] = self._process.request(message)
        except EOFError as error:
            raise EngineError(f"{self.engine.name} has exited; see its log in {LOGS}") from error
        if "error" in response:
            raise EngineError(response["error"])
        return response


class EnginePool:
    """Start each engine once, on the given cores, and keep it running until `close`."""

    def __init__(self, cores: Collection[int]) -> None:
        self.cores = cores
        self.versions: dict[str, str] = {}
        self._stack = ExitStack()
        self._processes: dict[str, EngineProcess | None] = {}

    def close(self) -> None:
        """Stop all processes."""
        self._stack.close()

    def processes(self, engines: Sequence[Engine]) -> list[EngineProcess]:
        """Return the processes of the engines, in the same order, without those that cannot start."""
        processes = [self._start(engine) for engine in engines]
        return [process for process in processes if process]

    def _start(self, engine: Engine) -> EngineProcess | None:
        if engine.name not in self._processes:
            self._processes[engine.name] = self._try(engine)
        return self._processes[engine.name]

    def _try(self, engine: Engine) -> EngineProcess | None:
        try:
            process = self._stack.enter_context(closing(EngineProcess(engine, self.cores)))
            self.versions |= process.versions()
        except (EngineError, OSError) as error:
            print(f"Skipping {engine.name}: {error}", file=sys.stderr)  # noqa: T201 -- the benchmark's own console
            return None
        return process
