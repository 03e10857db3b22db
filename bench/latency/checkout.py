"""Run a checkout's handler and the AWS that it needs in processes of their own, and send it images."""

import json
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import msgspec

from bench.json_process import JsonProcess
from ops.templates.functions import MEMORY_ALLOCATION

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

    The emulator has the others, if there are any. `latency` is in ms.
    """

    def __init__(self, folder: Path, cores: int, photo: Path, latency: Mapping[str, float]) -> None:
        self.folder = folder
        self._running = ExitStack()
        every = sorted(os.sched_getaffinity(0))
        emulator = self._start("emulator.py", every[:-cores] or every, {})
        environment = {**emulator.request("environment"), **MEMORY_ALLOCATION}
        arguments = (str(photo), json.dumps(latency))
        self._worker = self._start("worker.py", every[-cores:], environment, *arguments)

    def run(self, number: int, presets: Sequence[str]) -> Run:
        """Process an image with these presets. Raises EOFError if the handler has failed."""
        return msgspec.convert(self._worker.request([number, presets]), Run)

    def close(self) -> None:
        """Stop both processes."""
        self._running.close()

    def _start(
        self, script: str, cores: Collection[int], environment: Mapping[str, str], *arguments: str
    ) -> JsonProcess:
        path = os.pathsep.join(map(str, (self.folder, self.folder / "client" / "src")))
        process = JsonProcess(
            [sys.executable, "-P", _FOLDER / script, *arguments],
            cores,
            folder=self.folder,
            environment={**environment, "PYTHONPATH": path},
        )
        return self._running.enter_context(closing(process))
