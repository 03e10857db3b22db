"""A worker process to be killed: `python -m tests.faults.victim`, settings in the environment.

Each line on its input is a task, as JSON: `[kind, key, source, seconds]`. It forks, so that
nothing but the run itself can be hit, kills the child after so many seconds (null: never), and
answers with the child's exit code, or minus the signal's number.
"""

import json
import os
import signal
import sys
import time
from typing import NoReturn

from chalicelib.aws import clients
from chalicelib.errors import DarkroomError
from chalicelib.models import Source
from tests.faults.stage import Stage, settings_from
from tests.model.tasks import DeadLetterMessage, Event, Task

TASKS = {"Event": Event, "DeadLetterMessage": DeadLetterMessage}


def main() -> None:
    s3, dynamodb = clients.s3_client(on_aws=False), clients.dynamodb_client()
    stage = Stage(s3=s3, dynamodb=dynamodb, aside=s3, settings=settings_from(os.environ))
    for line in sys.stdin:
        kind, key, source, seconds = json.loads(line)
        code = run_in_child(stage, TASKS[kind](key, Source(**source)), seconds)
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def run_in_child(stage: Stage, task: Task, seconds: float | None) -> int:
    child = os.fork()
    if child == 0:
        run(stage, task)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(stage: Stage, task: Task) -> NoReturn:
    try:
        stage.run(task)
    except DarkroomError:
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
