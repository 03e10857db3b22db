"""Runs `chalice local` and restarts it when the app changes or the process is killed.

Chalice's own reloader is off: it watches every file in the project, so a test cache or a downloaded
image would restart it, and its second process outlives the first.
"""

import logging
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import urllib3

from local.app_log import last_error
from local.code_changes import CHECK_SECONDS, snapshot
from local.errors import ApiFailed
from local.network import LOOPBACK, choose_port
from local.process import Launcher, kill

if TYPE_CHECKING:
    import subprocess

START_SECONDS = 30

_SEE_OUTPUT = "See its output for the reason."

LOGGER = logging.getLogger(__name__)


class Api:
    """Chalice's local server as a child process."""

    def __init__(self, port: int) -> None:
        """Choose the port, any free one for 0. Raises PortTaken."""
        self.port = choose_port(port)
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._stopping = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self, launcher: Launcher) -> None:
        """Start the server without waiting for it."""
        self._launcher = launcher
        self._loaded = snapshot(launcher.project)
        self.process = self._spawn()
        self._watcher.start()

    def wait(self) -> None:
        """Wait until `/healthz` responds. Raises ApiFailed, also if the app is misconfigured."""
        deadline = time.monotonic() + START_SECONDS
        while (status := self._status()) is None:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ApiFailed(f"The API did not start. {_SEE_OUTPUT}")
            time.sleep(0.05)
        if status != HTTPStatus.OK:
            raise ApiFailed(f"The API is misconfigured: /healthz responds with {status}. {_SEE_OUTPUT}")

    def stop(self) -> None:
        """Stop the server."""
        self._stopping.set()
        self._watcher.join()
        kill(self.process)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        log = self._launcher.log
        self._log_start = Path(log.name).stat().st_size if log else 0
        return self._launcher.spawn("local.api_process", str(self.port))

    def _watch(self) -> None:
        checked = True  # `wait` checks the first process
        while not self._stopping.wait(CHECK_SECONDS):
            current = snapshot(self._launcher.project)
            if current != self._loaded or self._killed():
                self._loaded = current
                kill(self.process)
                self.process = self._spawn()
                checked = False
            elif not checked:
                checked = self._check_reload()

    def _check_reload(self) -> bool:
        """Return whether the reloaded app has started or failed; if it failed, print why."""
        if (status := self._status()) == HTTPStatus.OK:
            return True
        if status is not None:
            LOGGER.warning("The app has reloaded, but it is misconfigured. %s", self._reason())
        elif self.process.poll() is not None:
            LOGGER.warning("The app could not be reloaded. %s", self._reason())
        else:
            return False
        return True

    def _reason(self) -> str:
        log = self._launcher.log
        return last_error(Path(log.name), self._log_start) if log else _SEE_OUTPUT

    def _killed(self) -> bool:
        """Return whether a signal ended the process. If the app failed to load, only a code change helps."""
        status = self.process.poll()
        return status is not None and status < 0  # minus the signal number

    def _status(self) -> int | None:
        """Return the HTTP status of `/healthz`, None without a response."""
        try:
            return urllib3.request("GET", f"{self.url}/healthz", timeout=5, retries=False).status
        except urllib3.exceptions.HTTPError:
            return None
