"""The `darkroom` command."""

import os
import sys
from collections.abc import Sequence

from rich.console import Console

from darkroom.cli.arguments import parse
from darkroom.cli.commands import COMMANDS, Context
from darkroom.cli.exits import Exit, exit_for, explain
from darkroom.cli.options import Options
from darkroom.cli.output import reporter
from darkroom.cli.progress import Display
from darkroom.client import Client
from darkroom.errors import DarkroomError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; wrong usage and --help leave by SystemExit."""
    options = parse(sys.argv[1:] if argv is None else argv, os.environ)
    display = Display(Console(stderr=True))
    try:
        client = Client(options.url, options.token)
    except ValueError as error:
        display.complain(str(error))
        return Exit.USAGE
    with client:
        return _run(client, options, display)


def _run(client: Client, options: Options, display: Display) -> Exit:
    report = reporter(Console(), as_json=options.json)
    try:
        return COMMANDS[options.command](Context(client, options, report, display))
    except DarkroomError as error:
        display.complain(explain(error))
        return exit_for(error)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
