"""Runs `chalice local` and restarts it when the app changes or the process is killed.

Chalice's own reloader is off: it watches every file in the project, so a test cache or a downloaded
image would restart it, and its second process outlives the first.
"""

import threading
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

from local.code_changes import snapshot
from local.errors import ApiFailed
from local.network import LOOPBACK, choose_port
from local.process import Launcher, kill

if TYPE_CHECKING:
    import subprocess

START_SECONDS = 30
CHECK_SECONDS = 1


class Api:
    """Chalice's local server as a child process."""

    def __init__(self, port: int) -> None:
        """Choose the port, any free one for 0. Raises PortTaken."""
        self._port = choose_port(port)
        self.url = f"http://{LOOPBACK}:{self._port}"
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self, launcher: Launcher) -> None:
        """Start the server without waiting for it."""
        self._launcher = launcher
        self._loaded = snapshot(launcher.project)
        self.process = self._spawn()
        self._watcher.start()

    def wait(self) -> None:
        """Wait until `/healthz` responds. Raises ApiFailed."""
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ApiFailed("The API did not start. See its output for the reason.")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server."""
        self._stopping.set()
        self._watcher.join()
        kill(self.process)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        return self._launcher.spawn("local.api_process", str(self._port))

    def _watch(self) -> None:
        while not self._stopping.wait(CHECK_SECONDS):
            current = snapshot(self._launcher.project)
            if current != self._loaded or self._killed():
                self._loaded = current
                kill(self.process)
                self.process = self._spawn()

    def _killed(self) -> bool:
        """Return whether a signal ended the process. If the app failed to load, only a code change helps."""
        status = self.process.poll()
        return status is not None and status < 0  # minus the signal number

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as response:  # noqa: S310 - http, on loopback
                response.read()  # otherwise the server logs a broken connection
        except OSError:
            return False
        return True
