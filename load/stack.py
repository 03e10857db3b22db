"""The local stack in a process of its own, as `make dev` starts it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.aws import Clients, connect
from local.process import ROOT
from local.resources import EVENTS_QUEUE

START_SECONDS = 60
STOP_SECONDS = 30


class StackFailed(Exception):
    """The stack did not start; the message ends with what it printed."""


@dataclass(frozen=True, kw_only=True)
class Stack:
    """`url` is the API's, `token` lets callers in, `environment` is what the app reads.

    `pid` is that of `python -m local up`, whose processes all print into `log`. `events_url` and
    `failures_url` are the queues of S3's events and of dead letters.
    """

    url: str
    token: str
    aws: Clients
    environment: Mapping[str, str]
    events_url: str
    failures_url: str
    pid: int
    log: Path


@contextmanager
def started(folder: Path, workers: int) -> Iterator[Stack]:
    """Run a stack on free ports as long as the block runs. Raises StackFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    options = ["--port", "0", "--workers", str(workers), "--no-events", "--state", str(folder)]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - this project's own module
            [sys.executable, "-m", "local", "up", *options], cwd=ROOT, stdout=output, stderr=output
        )
    try:
        _wait_for(folder / "stack.json", process, log)
        facts = json.loads((folder / "stack.json").read_text("utf-8"))
        aws = connect(facts["aws_url"])
        yield Stack(
            url=facts["url"],
            token=facts["token"],
            aws=aws,
            environment=facts["environment"],
            events_url=aws.sqs.get_queue_url(QueueName=EVENTS_QUEUE)["QueueUrl"],
            failures_url=aws.sqs.get_queue_url(QueueName=facts["environment"]["FAILURES_QUEUE"])["QueueUrl"],
            pid=process.pid,
            log=log,
        )
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_for(file: Path, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise StackFailed(f"The stack did not start:\n{log.read_text('utf-8')}")
        time.sleep(0.1)
