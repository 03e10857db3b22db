"""Runs the commands `up` and `demo`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from local.app_log import last_error
from local.demo import demo
from local.errors import LocalError
from local.event_relay import Limits
from local.stack import Options
from local.up import up

LOG = "dev.log"


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return the exit status. Raises LocalError."""
    return demo(arguments.image, arguments.state) if arguments.command == "demo" else _up(arguments)


def _up(arguments: argparse.Namespace) -> int:
    with _log(arguments.state) as log:
        options = Options(
            port=arguments.port,
            aws_port=arguments.aws_port,
            cdn_port=arguments.cdn_port,
            workers=arguments.workers,
            limits=Limits(timeout=arguments.timeout),
            sweep_every=arguments.sweep_every,
            workflow=arguments.workflow,
            events=not arguments.no_events,
            cdn=not arguments.no_cdn,
            log=log,
        )
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
