"""Kill a worker process with SIGKILL at random moments of a run. `KILLS` sets how often: 500 for a night."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO
from uuid import uuid4

import pytest
from msgspec.structs import asdict

from chalicelib.models import Status
from local.process import ROOT
from tests.conftest import PREFIX, Aws
from tests.faults.harness import Harness, Killed
from tests.model.tasks import DeadLetterMessage, Event, Task

KILLS = int(os.environ.get("KILLS", "25"))
# Seconds beyond the duration of a run: short, because a request that hangs never ends by itself.
_TIMEOUT = 1.0


class WorkerProcess:
    """The worker process, with the duration of its last run."""

    def __init__(self, commands: IO[str], exit_codes: IO[str]) -> None:
        self._commands, self._exit_codes = commands, exit_codes
        self.kills = 0
        self.seconds = 0.0
        self.random = random.Random(7)  # noqa: S311 - chooses moments, not secrets

    def run(self, task: Task) -> None:
        """Run a task to its end. Raises Killed if it fails."""
        self._send(task, None)

    def kill(self, task: Task) -> None:
        """Kill the run of a task at a random moment. Raises Killed, unless the run ended before that."""
        self._send(task, self.random.uniform(0, self.seconds))

    def hang(self, task: Task, operation: str) -> None:
        """Kill the run of a task when its time is over, because S3 does not respond. Raises Killed."""
        self._send(task, self.seconds + _TIMEOUT, operation)

    def _send(self, task: Task, seconds: float | None, hanging: str | None = None) -> None:
        assert isinstance(task, Event | DeadLetterMessage)
        assert task.source is not None
        words = [type(task).__name__, task.key, asdict(task.source), seconds, hanging]
        started = time.monotonic()
        self._commands.write(json.dumps(words) + "\n")
        self._commands.flush()
        code = int(self._exit_codes.readline())
        self.kills += code == -signal.SIGKILL
        if code:
            raise Killed
        # The duration of the last complete run: the first run is slow, and so are runs on a busy machine.
        self.seconds = time.monotonic() - started


@pytest.fixture
def worker(aws: Aws) -> Iterator[WorkerProcess]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker"],
        cwd=ROOT,
        env={**own, **aws.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        # The process ends when its input does.
        yield WorkerProcess(process.stdin, process.stdout)


def test_a_worker_can_be_killed_at_any_moment(no_retry_harness: Harness, worker: WorkerProcess) -> None:
    harness = no_retry_harness
    harness.dead_letters = 0
    warm = harness.upload(f"{PREFIX}{uuid4()}.jpg", b"image")
    worker.run(warm)
    images = []
    while worker.kills < KILLS:
        key = f"{PREFIX}{uuid4()}.jpg"
        images.append(key)
        harness.invoke(harness.upload(key, b"image one"))
        attempts = harness.invoke(
            harness.upload(key, b"image two"),
            lambda task: worker.run(task) if isinstance(task, DeadLetterMessage) else worker.kill(task),
        )
        assert attempts <= 3
    harness.sweep()
    for key in images:
        harness.check(key)
    sys.stdout.write(f"\n{worker.kills} kills of {len(images)} images, {harness.dead_letters} dead letters\n")


@pytest.mark.parametrize("operation", ["GetObject", "PutObject"])
def test_lambdas_timeout_ends_a_request_that_hangs_and_its_retry_finishes_the_image(
    no_retry_harness: Harness, worker: WorkerProcess, operation: str
) -> None:
    harness = no_retry_harness
    harness.dead_letters = 0
    worker.run(harness.upload(f"{PREFIX}{uuid4()}.jpg", b"image"))
    key = f"{PREFIX}{uuid4()}.jpg"
    event = harness.upload(key, b"image one")
    with pytest.raises(Killed):
        worker.hang(event, operation)
    assert worker.kills == 1
    record = harness.app.records.find(key)
    assert record is not None
    assert record.status is Status.PROCESSING
    retry = event.after_crash()
    assert retry is not None
    worker.run(retry)
    ready = harness.app.records.find(key)
    assert ready is not None
    assert ready.status is Status.READY
    harness.sweep()
    harness.check(key)
