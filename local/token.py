"""The API token of the local stack, made by the operator's own command."""

import subprocess
import sys

from local.errors import TokenFailed
from local.process import Home, end

START_SECONDS = 30


class TokenOrder:
    """`ops token create` as a child process, which takes its time while the rest starts."""

    def __init__(self, home: Home) -> None:
        """Start it without waiting."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ops", "token", "create", "--label", "local"],
            cwd=home.project,
            env=home.environment,
            stdout=subprocess.PIPE,
            stderr=home.log,
        )

    def wait(self) -> str:
        """Return the token. Raises TokenFailed."""
        try:
            printed, _ = self._process.communicate(timeout=START_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise TokenFailed("No API token was made in time.") from error
        if self._process.returncode:
            raise TokenFailed("No API token was made; the output says why.")
        return printed.decode().strip()

    def stop(self) -> None:
        """End it, should it still run."""
        end(self._process)
        if self._process.stdout:
            self._process.stdout.close()
