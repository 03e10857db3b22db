"""Runs the commands `up` and `demo`."""

import argparse
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from local.app_log import last_error
from local.demo import demo
from local.errors import LocalError
from local.instructions import CURL_NAME, curl, guide
from local.sample.image import sample
from local.stack import Options, running
from local.state import state_files

LOG = "dev.log"


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return the exit status. Raises LocalError."""
    return demo(arguments.image, arguments.state) if arguments.command == "demo" else _up(arguments)


def _up(arguments: argparse.Namespace) -> int:
    with _log(arguments.state) as log:
        chosen = {name: value for name, value in vars(arguments).items() if name in Options.__struct_fields__}
        options = Options(**chosen, log=log)
        try:
            return up(options, arguments.state)
        except LocalError as error:
            if log is None or not (reason := last_error(Path(log.name))):
                raise
            raise LocalError(f"{error}\nThe error in {log.name}:\n{reason}") from error


@contextmanager
def _log(state: Path) -> Iterator[IO[str] | None]:
    """Write the functions' logs to a file on a terminal, and to standard output elsewhere."""
    if not sys.stdout.isatty():
        yield None
        return
    state.mkdir(parents=True, exist_ok=True)
    with (state / LOG).open("w", encoding="utf-8") as log:
        yield log


def up(options: Options, state: Path) -> int:
    """Run the stack until the main thread is interrupted; return the exit status."""
    with running(options) as stack:
        image = sample(state)
        with state_files(stack, state, {CURL_NAME: curl(state, image)}):
            logs = str(options.log.name) if options.log else "below"
            sys.stdout.write(guide(stack, state, image, logs))
            sys.stdout.flush()
            _wait_for_a_signal()
    return 0


def _wait_for_a_signal() -> None:
    """Wake up every second, because a signal that another thread gets does not wake this one."""
    never = threading.Event()
    while not never.wait(1):
        pass
