"""The engines' long-lived processes."""

import sys
from collections.abc import Collection, Sequence
from contextlib import ExitStack, closing

from bench.engines import Engine
from bench.process import EngineError, EngineProcess


class Fleet:
    """Starts each engine once, on the given cores, and keeps it until `close`."""

    def __init__(self, cores: Collection[int]) -> None:
        self.cores = cores
        self.versions: dict[str, str] = {}
        self._stack = ExitStack()
        self._running: dict[str, EngineProcess | None] = {}

    def close(self) -> None:
        """End all processes."""
        self._stack.close()

    def running(self, engines: Sequence[Engine]) -> list[EngineProcess]:
        """Return those of the engines that can be started here, in the same order."""
        processes = [self._start(engine) for engine in engines]
        return [process for process in processes if process]

    def _start(self, engine: Engine) -> EngineProcess | None:
        if engine.name not in self._running:
            self._running[engine.name] = self._try(engine)
        return self._running[engine.name]

    def _try(self, engine: Engine) -> EngineProcess | None:
        try:
            process = self._stack.enter_context(closing(EngineProcess(engine, self.cores)))
            self.versions |= process.versions()
        except (EngineError, OSError) as error:
            print(f"Without {engine.name}: {error}", file=sys.stderr)  # noqa: T201 -- the bench's own console
            return None
        return process
