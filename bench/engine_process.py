"""Run engines in processes of their own and send them jobs."""

import sys
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.engines import Engine
from bench.jobs import Output
from bench.json_process import JsonProcess
from bench.paths import LOGS, REPOSITORY
from ops.templates.startup_variables import STARTUP_VARIABLES


class EngineError(Exception):
    """The engine could not start, or could not run a job."""


class EngineProcess(JsonProcess):
    """A running engine whose threads are restricted to `cores`."""

    def __init__(self, engine: Engine, cores: Collection[int]) -> None:
        self.engine = engine
        environment = {**STARTUP_VARIABLES, **engine.environment}
        LOGS.mkdir(parents=True, exist_ok=True)
        with (LOGS / f"{engine.name}.txt").open("w") as log:
            super().__init__(engine.command, cores, folder=REPOSITORY, environment=environment, log=log)

    def versions(self) -> dict[str, str]:
        """Return the versions of the engine and its libraries. Raises EngineError if it did not start."""
        versions: dict[str, str] = self._ask(do="hello")["versions"]
        return versions

    def load(self, image: Path) -> None:
        """Read the input file into the process's memory, where jobs use it."""
        self._ask(do="load", path=str(image))

    def run(self, job: Sequence[Output], repeat: int = 1) -> dict[str, Any]:
        """Run the job `repeat` times on the loaded input. Return `cpu` and `wall`, in seconds per run.

        Raises EngineError with the engine's own message.
        """
        return self._ask(do="run", outputs=job, repeat=repeat)

    def render(self, image: Path, job: Sequence[Output]) -> list[bytes]:
        """Load the input, run the job once, and return the encoded outputs. Raises EngineError."""
        self.load(image)
        with TemporaryDirectory() as folder:
            made = self._ask(do="run", outputs=job, repeat=1, save=folder)
            return [Path(file).read_bytes() for file in made["files"]]

    def _ask(self, **message: object) -> dict[str, Any]:
        try:
            response: dict[str, Any] = self.request(message)
        except EOFError as error:
            raise EngineError(f"{self.engine.name} has exited; see its log in {LOGS}") from error
        if "error" in response:
            raise EngineError(response["error"])
        return response


class EnginePool:
    """Runs engines on the given cores until `close`, without those that cannot start."""

    def __init__(self, engines: Iterable[Engine], cores: Collection[int]) -> None:
        self.cores = cores
        self.versions: dict[str, str] = {}
        self._processes: dict[str, EngineProcess] = {}
        self._stack = ExitStack()
        self.close = self._stack.close
        for engine in engines:
            process = self._stack.enter_context(closing(EngineProcess(engine, cores)))
            try:
                self.versions |= process.versions()
            except EngineError as error:
                print(f"Skipping {engine.name}: {error}", file=sys.stderr)  # noqa: T201 -- the benchmark's own console
            else:
                self._processes[engine.name] = process

    def processes(self, engines: Iterable[Engine]) -> list[EngineProcess]:
        """Return the running processes of these engines, in the same order."""
        return [self._processes[engine.name] for engine in engines if engine.name in self._processes]
