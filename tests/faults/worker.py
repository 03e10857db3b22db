"""A worker process to kill: `python -m tests.faults.worker`, with settings in the environment.

Each line of its input is a task in JSON: `[kind, key, source, seconds, hanging]`. It forks, so that only the
run itself is killed, kills the child after `seconds` (null means never), and prints the child's exit code, or
the negative number of the signal. Requests to S3 for the operation `hanging` get no response.
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
from chalicelib.processing import parallel_storing
from tests.faults.harness import Harness, settings_from
from tests.faults.injection import Fault
from tests.model.tasks import DeadLetterMessage, Event, Task

TASKS = {"Event": Event, "DeadLetterMessage": DeadLetterMessage}


def main() -> None:
    s3, dynamodb = clients.s3_client(on_aws=False), clients.dynamodb_client()
    harness = Harness(
        s3=s3,
        dynamodb=dynamodb,
        test_s3=s3,
        settings=settings_from(os.environ),
        executor=parallel_storing.threads,
    )
    for line in sys.stdin:
        kind, key, source, seconds, hanging = json.loads(line)
        code = run_in_child(harness, TASKS[kind](key, Source(**source)), seconds, hanging)
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


def run_in_child(harness: Harness, task: Task, seconds: float | None, hanging: str | None) -> int:
    child = os.fork()
    if child == 0:
        if hanging is not None:
            harness.injector.attach(harness.s3)
            harness.injector.fail_operation(hanging, Fault.HANG)
        run(harness, task)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(harness: Harness, task: Task) -> NoReturn:
    try:
        harness.run(task)
    except DarkroomError:
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main()
