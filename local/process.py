"""Child processes that never outlive this one, however it ends.

A child's standard input is a pipe that only its parent holds open. When the parent is gone, even by
SIGKILL, the pipe reaches its end and the child exits.
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


class Home:
    """Where children run: the folder of the app, its environment, and the file that takes their output."""

    def __init__(
        self, environment: Mapping[str, str], *, project: Path = ROOT, log: IO[Any] | None = None
    ) -> None:
        """Set `environment` on top of this process's own, less its AWS settings; no `log`: the terminal."""
        self.project = project
        self.log = log
        own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.environment = {**own, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **environment}

    def spawn(
        self, module: str, *arguments: str, pass_fds: Collection[int] = ()
    ) -> "subprocess.Popen[bytes]":
        """Start `python -m module`; the module calls `follow_parent` first."""
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
    """End this process when its parent ends; Ctrl-C, which reaches both, is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_at_end_of_input, daemon=True).start()


def _exit_at_end_of_input() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process and wait until it is gone: there is nothing in it to save."""
    process.kill()
    process.wait(STOP_SECONDS)
    if process.stdin:
        process.stdin.close()
