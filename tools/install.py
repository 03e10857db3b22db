"""Install one of the locked sets of packages into .venv.

Each set includes the smaller ones. `make` runs this when a set's lock file is newer than the set's stamp,
an empty file in .venv.
"""

import argparse
import queue
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from tools.progress import Progress

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
LOG_LINES = 6
"""How much of the log a failure shows."""

SETS: Mapping[str, str] = MappingProxyType(
    {
        "deploy": "the packages for deploying",
        "local": "the packages for the local stack",
        "dev": "the packages for tests, checks and documentation",
    }
)
"""What each set is for, smallest set first."""


def main() -> int:
    """Install the set that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.install", description=__doc__)
    parser.add_argument("set", choices=SETS)
    name: str = parser.parse_args().set
    try:
        return install(name, sys.stdout)
    except KeyboardInterrupt:
        return 130


def install(name: str, output: TextIO) -> int:
    """Install the set and the client, creating .venv if it is missing; return the exit status."""
    progress = Progress(output, time.monotonic)
    progress.begin(f"Installing {SETS[name]} into {VENV.name} (Python {sys.version.partition(' ')[0]})")
    if not PYTHON.exists():
        progress.show("creating the environment")
        venv.create(VENV, with_pip=True, symlinks=True)
    with LOG.open("w", encoding="utf-8") as log:
        status = _packages(name, log, progress) or _client(log, progress)
    if status:
        progress.fail(_end_of(LOG))
        return status
    for each in SETS:
        (VENV / f".{each}").touch()
        if each == name:
            break
    progress.end()
    return 0


def _packages(name: str, log: TextIO, progress: Progress) -> int:
    arguments = ["--require-hashes", "-r", f"requirements-{name}.txt"]
    return _pip(arguments, log, progress.tick, progress.read)


def _client(log: TextIO, progress: Progress) -> int:
    """Install the client from this repository; its dependencies are in every set."""
    progress.show("installing the client")
    return _pip(["--no-deps", "--no-build-isolation", "-e", "client"], log, progress.tick)


def _pip(
    arguments: Iterable[str],
    log: TextIO,
    tick: Callable[[], None],
    read: Callable[[str], None] = lambda _: None,
) -> int:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    with subprocess.Popen(  # noqa: S603 - pip
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in _lines(pip.stdout or (), every_second=tick):
            log.write(line)
            read(line)
    return pip.returncode


def _lines(stream: Iterable[str], *, every_second: Callable[[], None]) -> Iterator[str]:
    """Yield each line of a stream, and call `every_second` while none arrives."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=1)
        except queue.Empty:
            every_second()
            continue
        if line is None:
            return
        yield line


def _end_of(log: Path) -> str:
    lines = log.read_text("utf-8").splitlines()[-LOG_LINES:]
    return "\n".join((f"pip failed. The end of {log.relative_to(ROOT)}:", *lines))


if __name__ == "__main__":
    sys.exit(main())
