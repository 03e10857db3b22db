"""Run the local stack in a separate process, as `make dev` does, and modules in its environment."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from local.aws import Clients, Queue, connect, existing_queue
from local.process import ROOT, Launcher
from local.resources import EVENTS_QUEUE
from local.token import TokenRequest
from ops.templates.startup_variables import STARTUP_VARIABLES

T = TypeVar("T")

START_SECONDS = 60
STOP_SECONDS = 30


class StackFailed(Exception):
    """The stack did not start. The message ends with its output."""


class Stack(msgspec.Struct, frozen=True, kw_only=True):
    """A running stack.

    `url` and `token` are for calling the API; `environment` holds the app's environment variables. `pid` is
    the process ID of `python -m local up`, and `log` collects the output of all its processes. `events`,
    `deferred` and `failures` are the queues of S3 events, deferred events and dead letters.
    """

    url: str
    token: str
    aws: Clients
    environment: Mapping[str, str]
    events: Queue
    deferred: Queue
    failures: Queue
    pid: int
    log: Path

    def owner_token(self, owner: str) -> str:
        """Create an API token of an owner."""
        with self.log.open("a") as log:
            return TokenRequest(Launcher(self.environment, log=log), "--owner", owner).wait()


@contextmanager
def started(folder: Path, workers: int, settings: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """Run a stack on free ports for the duration of the block. Raises StackFailed if it does not start.

    `settings` are variables of the app.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    options = ["--port", "0", "--workers", str(workers), "--no-events", "--state", str(folder)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - this project's own module
            [sys.executable, "-m", "local", "up", *options],
            cwd=ROOT,
            env={**os.environ, **(settings or {})},
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(folder / "stack.json", process, log)
        yield _stack(folder / "stack.json", process.pid, log)
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def run_module(
    module: str, arguments: Sequence[object], environment: Mapping[str, str], kind: type[T], cwd: Path = ROOT
) -> T:
    """Run a module of this project, or of the one in `cwd`, in a process of its own.

    Return the value of this kind that it writes as JSON to the file that its last argument names. Its output
    is dropped, since it has the log. Raises CalledProcessError.
    """
    with tempfile.TemporaryDirectory() as name:
        result = Path(name, "result.json")
        subprocess.run(  # noqa: S603 - this project's own module
            [sys.executable, "-m", module, *map(str, arguments), result],
            cwd=cwd,
            env={**os.environ, **STARTUP_VARIABLES, **environment},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return msgspec.json.decode(result.read_bytes(), type=kind)


def _stack(state: Path, pid: int, log: Path) -> Stack:
    facts = json.loads(state.read_text("utf-8"))
    environment, aws = facts["environment"], connect(facts["aws_url"])
    return Stack(
        url=facts["url"],
        token=facts["token"],
        aws=aws,
        environment=environment,
        events=existing_queue(aws.sqs, EVENTS_QUEUE),
        deferred=existing_queue(aws.sqs, environment["DEFERRED_QUEUE"]),
        failures=existing_queue(aws.sqs, environment["FAILURES_QUEUE"]),
        pid=pid,
        log=log,
    )


def _wait_for(file: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise StackFailed(f"The stack did not start:\n{log.read_text('utf-8')}")
        time.sleep(0.1)
