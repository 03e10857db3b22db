"""SIGKILL at random moments of a run, in a process of its own. `KILLS` says how many: 500 for a night."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO
from uuid import uuid4

import pytest

from local.process import ROOT
from tests.conftest import PREFIX, Aws
from tests.faults.stage import Killed, Stage
from tests.model.tasks import DeadLetterMessage, Event, Task

KILLS = int(os.environ.get("KILLS", "25"))


class Victim:
    """The worker process, and what is known of the time that its runs take."""

    def __init__(self, commands: IO[str], answers: IO[str]) -> None:
        self._commands, self._answers = commands, answers
        self.kills = 0
        self.seconds = 0.0
        self.random = random.Random(7)  # noqa: S311 - chooses moments, not secrets

    def run(self, task: Task) -> None:
        """Let a task run to its end. Raises Killed."""
        self._order(task, None)

    def kill(self, task: Task) -> None:
        """Kill the run of a task at a random moment. Raises Killed, unless the run was faster."""
        self._order(task, self.random.uniform(0, self.seconds))

    def _order(self, task: Task, seconds: float | None) -> None:
        assert isinstance(task, Event | DeadLetterMessage)
        assert task.source is not None
        words = [type(task).__name__, task.key, asdict(task.source), seconds]
        started = time.monotonic()
        self._commands.write(json.dumps(words) + "\n")
        self._commands.flush()
        code = int(self._answers.readline())
        self.kills += code == -signal.SIGKILL
        if code:
            raise Killed
        # Of the last run that came to its end: the first one is slow, and so is a busy machine.
        self.seconds = time.monotonic() - started


@pytest.fixture
def victim(aws: Aws) -> Iterator[Victim]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.victim"],
        cwd=ROOT,
        env={**own, **aws.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        # At the end of its input the process ends.
        yield Victim(process.stdin, process.stdout)


def test_a_worker_can_be_killed_at_any_moment(bare_stage: Stage, victim: Victim) -> None:
    stage = bare_stage
    stage.dead_letters = 0
    warm = stage.upload(f"{PREFIX}{uuid4()}.jpg", b"image")
    victim.run(warm)
    images = []
    while victim.kills < KILLS:
        key = f"{PREFIX}{uuid4()}.jpg"
        images.append(key)
        stage.invoke(stage.upload(key, b"image one"))
        attempts = stage.invoke(
            stage.upload(key, b"image two"),
            lambda task: victim.run(task) if isinstance(task, DeadLetterMessage) else victim.kill(task),
        )
        assert attempts <= 3
    stage.sweep()
    for key in images:
        stage.check(key)
    sys.stdout.write(f"\n{victim.kills} kills of {len(images)} images, {stage.dead_letters} dead letters\n")
