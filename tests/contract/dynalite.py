"""Run dynalite, an emulator of DynamoDB on Node.js."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.process import ROOT
from tests.servers import running_server

_PACKAGE = ROOT / ".browser" / "node_modules" / "dynalite"
_SERVE = "require(process.argv[1])({ createTableMs: 0 }).listen({ fd: Number(process.argv[2]) })"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run dynalite with its log in this folder; yield its URL. Skip the test if it is not installed."""
    node = shutil.which("node")
    if node is None or not _PACKAGE.exists():
        pytest.skip("dynalite is missing: install Node.js, then the npm packages with `make browser`")
    with running_server(
        lambda socket: [node, "-e", _SERVE, _PACKAGE, str(socket)],
        lambda _port: os.environ,
        folder / "log",
    ) as url:
        yield url
