"""Creates an API token for the local stack with `ops token create`."""

import subprocess
import sys

from local.errors import TokenFailed
from local.process import Launcher, kill

START_SECONDS = 30


class TokenRequest:
    """A child process that creates the token while the rest of the stack starts."""

    def __init__(self, launcher: Launcher, *arguments: str) -> None:
        """Start the process without waiting for it. The arguments are those of `ops token create`."""
        self._process = subprocess.Popen(  # noqa: S603 - this project's own command
            [sys.executable, "-m", "ops", "token", "create", *arguments],
            cwd=launcher.project,
            env=launcher.environment,
            stdout=subprocess.PIPE,
            # Its advice to save the token is for deployed stages: the stack stores and shows it.
            stderr=subprocess.PIPE,
        )

    def wait(self) -> str:
        """Return the token. Raises TokenFailed."""
        try:
            printed, problem = self._process.communicate(timeout=START_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise TokenFailed("Creating an API token took too long.") from error
        if self._process.returncode:
            raise TokenFailed(f"Creating an API token failed. {problem.decode().strip()}")
        return printed.decode().strip()

    def stop(self) -> None:
        """Kill the process if it is still running."""
        kill(self._process)
        for pipe in filter(None, (self._process.stdout, self._process.stderr)):
            pipe.close()
