"""Long-lived engine processes that several cases share."""

import sys
from collections.abc import Collection, Sequence
from contextlib import ExitStack, closing

from bench.engine_process import EngineError, EngineProcess
from bench.engines import Engine


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
