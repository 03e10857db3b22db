"""Run a checkout's handler and the AWS that it needs in processes of their own, and send it images."""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Self

import msgspec

from bench.engine_process import pinned
from ops.templates import memory_allocation

_FOLDER = Path(__file__).parent


class Run(msgspec.Struct, frozen=True):
    """What processing one image took, in ms. `calls` are operations with the kind of their latency."""

    wall: float
    cpu: float
    engine: float
    late: float
    calls: Sequence[tuple[str, str]]


class Checkout:
    """A checkout of Darkroom. The handler has the last `cores` cores: one is what 1,769 MB give a function.

    The emulator has the others, if there are any.
    """

    def __init__(self, folder: Path, cores: int) -> None:
        self.folder = folder
        self._cores = cores
        self._processes = ExitStack()

    def start(self, photo: Path, latency: Mapping[str, float]) -> Self:
        """Start both processes. `latency` is in ms."""
        cores = sorted(os.sched_getaffinity(0))
        emulator = self._run("emulator.py", {}, cores[: -self._cores] or cores)
        environment = {**json.loads(_output(emulator).readline()), **memory_allocation.VARIABLES}
        self._worker = self._run(
            "worker.py", environment, cores[-self._cores :], str(photo), json.dumps(latency)
        )
        return self

    def run(self, number: int, presets: Sequence[str]) -> Run:
        """Process an image with these presets. Raises msgspec.DecodeError if the handler has failed."""
        worker = self._worker
        assert worker.stdin is not None  # noqa: S101 -- Popen was given PIPE
        worker.stdin.write(json.dumps([number, presets]) + "\n")
        worker.stdin.flush()
        return msgspec.json.decode(_output(worker).readline(), type=Run)

    def close(self) -> None:
        """Stop both processes: they end when their input does."""
        self._processes.close()

    def _run(
        self, script: str, environment: Mapping[str, str], cores: Collection[int], *arguments: str
    ) -> "subprocess.Popen[str]":
        path = os.pathsep.join(map(str, (self.folder, self.folder / "client" / "src")))
        with pinned(cores):
            process = subprocess.Popen(  # noqa: S603 -- this project's own script
                [sys.executable, "-P", _FOLDER / script, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=self.folder,
                env={**os.environ, **environment, "PYTHONPATH": path},
            )
        return self._processes.enter_context(process)


def _output(process: "subprocess.Popen[str]") -> IO[str]:
    assert process.stdout is not None  # noqa: S101 -- Popen was given PIPE
    return process.stdout
