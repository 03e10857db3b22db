"""Keeps `chalice local` running and restarts it when the app has changed or the process was killed.

Chalice's own reloader is off: it looks at every file below the project each second, so that a test
cache or a downloaded picture restarts it, and its second process outlives the first.
"""

import threading
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

from local.errors import ApiFailed
from local.network import LOOPBACK, choose_port
from local.process import Home, end
from local.sources import snapshot

if TYPE_CHECKING:
    import subprocess

START_SECONDS = 30
LOOK_SECONDS = 1


class Api:
    """Chalice's local server as a child process."""

    def __init__(self, port: int) -> None:
        """Choose the port; 0 takes a free one. Raises PortTaken."""
        self._port = choose_port(port)
        self.url = f"http://{LOOPBACK}:{self._port}"
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self, home: Home) -> None:
        """Start without waiting."""
        self._home = home
        self._loaded = snapshot(home.project)
        self.process = self._spawn()
        self._watcher.start()

    def wait(self) -> None:
        """Return when `/healthz` answers. Raises ApiFailed."""
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ApiFailed("The API did not start; its output says why.")
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server."""
        self._stopping.set()
        self._watcher.join()
        end(self.process)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        return self._home.spawn("local.api_process", str(self._port))

    def _watch(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            current = snapshot(self._home.project)
            if current != self._loaded or self._killed():
                self._loaded = current
                end(self.process)
                self.process = self._spawn()

    def _killed(self) -> bool:
        """Tell a killed process from an app that cannot be loaded, which only a change of it can help."""
        status = self.process.poll()
        return status is not None and status < 0  # the negative number of a signal

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310 - http, on loopback
                answer.read()  # else the server complains of a broken connection
        except OSError:
            return False
        return True
