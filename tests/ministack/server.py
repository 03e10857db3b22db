"""Install and run MiniStack, an emulator of AWS that runs functions and enforces IAM policies."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.account import ACCOUNT, CREDENTIALS, REGION
from local.network import LOOPBACK
from local.process import ROOT
from tests.servers import running_server

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MAX_MEMORY = 3_008
"""The memory in MB that a function of a new account can have."""

PYTHON = ROOT / ".ministack" / "bin" / "python"
_SERVE = Path(__file__).parent / "serve.py"
_PACKAGES = Path(__file__).parent / "ministack.txt"


def install() -> None:
    """Install MiniStack in its own environment; skip the test if that fails."""
    with _PACKAGES.open("rb") as lock:
        # Several test processes can start at once, and only one may install.
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = subprocess.run(
            ["make", "ministack-install"],  # noqa: S607 - from the PATH, as developers run it
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if made.returncode:
        pytest.skip(f"can't install MiniStack, which needs Python 3.13: {made.stderr[-200:]}")


@contextmanager
def running(folder: Path, region: str = REGION) -> Iterator[str]:
    """Run MiniStack with its files in this folder; yield its URL."""
    install()
    with running_server(
        lambda socket: [PYTHON, _SERVE, str(socket)],
        lambda port: _environment(folder, port, region),
        folder / "log",
    ) as url:
        yield url


def _environment(folder: Path, port: int, region: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        # The credentials of the account's root user.
        "AWS_ACCESS_KEY_ID": CREDENTIALS,
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS,
        "AUTH": "true",
        "DOCKER_HOST": "unix:///nonexistent",
        "GATEWAY_PORT": str(port),
        # AWS waits a minute before it repeats a failed invocation
        "LAMBDA_ASYNC_RETRY_BASE_SECONDS": "0.1",
        "LAMBDA_EXECUTOR": "local",
        "MAX_MEMORY": str(MAX_MEMORY),
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_HOST": LOOPBACK,
        "MINISTACK_REGION": region,
        "STATE_DIR": str(folder / "state"),
        "TMPDIR": str(folder),
    }
