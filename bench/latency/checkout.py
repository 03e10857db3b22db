"""Run a checkout's handler and the AWS that it needs in processes of their own, and send it images."""

import json
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import msgspec

from bench.json_process import JsonProcess
from bench.paths import REPOSITORY
from ops.templates.startup_variables import STARTUP_VARIABLES


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
        self.close = self._running.close
        every = sorted(os.sched_getaffinity(0))
        template = folder / "infra" / "storage.yaml"
        others = every[:-cores] or every
        emulator = self._start(others, REPOSITORY, {}, "-m", "bench.latency.emulator", template)
        path = os.pathsep.join(map(str, (folder, folder / "client" / "src")))
        environment = {**emulator.request("environment"), **STARTUP_VARIABLES, "PYTHONPATH": path}
        script = Path(__file__).with_name("worker.py")
        self._worker = self._start(
            every[-cores:], folder, environment, "-P", script, photo, json.dumps(latency)
        )

    def run(self, number: int, presets: Sequence[str]) -> Run:
        """Process an image with these presets. Raises EOFError if the handler has failed."""
        return msgspec.convert(self._worker.request([number, presets]), Run)

    def _start(
        self, cores: Collection[int], folder: Path, environment: Mapping[str, str], *arguments: str | Path
    ) -> JsonProcess:
        process = JsonProcess([sys.executable, *arguments], cores, folder=folder, environment=environment)
        return self._running.enter_context(closing(process))
