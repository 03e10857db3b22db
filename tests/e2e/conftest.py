"""The local stack, as `make dev` runs it, started once for all tests in this folder."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

import psutil
import pytest

from local.aws import Clients, connect
from local.process import ROOT
from local.sample.image import NAME, sample
from tests.processes import command_line

START_SECONDS = 60
STOP_SECONDS = 15


@dataclass(frozen=True)
class RunningStack:
    """A running local stack.

    `url` and `token` are for the API, and `signing_key` is for variants on demand, if there is a CDN.
    `environment` has the settings of the app. `process` is `python -m local up`, and `state` its state
    folder, which contains the output of all processes in `log`.
    """

    url: str
    token: str
    signing_key: str | None
    aws: Clients
    environment: dict[str, str]
    process: "subprocess.Popen[bytes]"
    state: Path

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def processes(self, module: str) -> list[psutil.Process]:
        """Return the stack's processes that run this module."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if module in command_line(child)]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    # The space in the path checks that the stack quotes the shell commands that it prints.
    # This one draws the sample image, as a new stack does.
    with started_stack(tmp_path_factory.mktemp("the stack"), draws=True) as stack:
        yield stack


@cache
def _sample() -> bytes:
    with TemporaryDirectory() as folder:
        return sample(Path(folder)).read_bytes()


def copy_project(folder: Path) -> Path:
    """Copy what a stack runs into a folder, so that a test can change it. Returns the folder."""
    (folder / "app.py").write_bytes((ROOT / "app.py").read_bytes())
    for name in (".chalice", "chalicelib", "infra", "local", "ops"):
        copytree(ROOT / name, folder / name, ignore=ignore_patterns("__pycache__", "deployed"))
    return folder


@contextmanager
def started_stack(
    state: Path,
    *arguments: str,
    settings: Mapping[str, str] | None = None,
    python: str = sys.executable,
    project: Path = ROOT,
    draws: bool = False,
) -> Iterator[RunningStack]:
    """Run a stack on free ports, in its own process group, as a terminal does.

    `project` is the folder of the checkout to run. The stack finds its sample image, whose drawing takes half
    a second of CPU, unless it `draws` it.
    """
    if not draws:
        (state / NAME).write_bytes(_sample())
    log = state / "log"
    command = [python, "-m", "local", "up", "--port", "0", "--state", str(state), *arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=project,
            env=os.environ | (settings or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(state / "stack.json", process, log)
        facts = json.loads((state / "stack.json").read_text("utf-8"))
        stack = RunningStack(
            url=facts["url"],
            token=facts["token"],
            signing_key=facts["signing_key"],
            aws=connect(facts["aws_url"]),
            environment=facts["environment"],
            process=process,
            state=state,
        )
        yield stack
        if process.poll() is None:
            _end(stack)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _end(stack: RunningStack) -> None:
    """End a stack with SIGTERM, after which nothing remains that says that it runs."""
    family = psutil.Process(stack.process.pid).children(recursive=True)
    stack.process.terminate()
    assert stack.process.wait(STOP_SECONDS) == 0
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    assert {file.name for file in stack.state.iterdir()}.isdisjoint({"curl.sh", "env", "stack.json"})


def _wait_for(file: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not file.exists():
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.1)
