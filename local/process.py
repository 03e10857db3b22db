"""Starts child processes that never outlive this one, however it ends.

A child's standard input is a pipe that only its parent holds open. When the parent ends, even by
SIGKILL, the child reads end of file and exits.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
STOP_SECONDS = 5


class Launcher:
    """Starts child processes in the app's folder, with the app's environment and one log file."""

    def __init__(
        self, environment: Mapping[str, str], *, project: Path = ROOT, log: IO[Any] | None = None
    ) -> None:
        """Add `environment` to the non-AWS variables of this process. Without `log`, output is inherited."""
        self.project = project
        self.log = log
        own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.environment = {**own, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **environment}

    def spawn(
        self, module: str, *arguments: str, pass_fds: Collection[int] = ()
    ) -> "subprocess.Popen[bytes]":
        """Start `python -m module`; the module must call `follow_parent` first."""
        return subprocess.Popen(  # noqa: S603 - this project's own modules
            [sys.executable, "-m", module, *arguments],
            cwd=self.project,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=self.log,
            pass_fds=pass_fds,
        )


def follow_parent() -> None:
    """Exit when the parent process ends. Ignore Ctrl-C, which the parent handles."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_at_end_of_input, daemon=True).start()


def _exit_at_end_of_input() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process and wait for it; it has nothing to save."""
    process.kill()
    process.wait(STOP_SECONDS)
    if process.stdin:
        process.stdin.close()
