"""The `darkroom` command."""

import os
import sys
from collections.abc import Sequence

from rich.console import Console

from darkroom.cli.arguments import COMPLETION, completion, parse
from darkroom.cli.commands import COMMANDS
from darkroom.cli.context import Context
from darkroom.cli.exits import Exit, exit_for
from darkroom.cli.hints import explain
from darkroom.cli.output import reporter
from darkroom.cli.progress import Display
from darkroom.cli.stopping import StoppableClock
from darkroom.client import Client
from darkroom.errors import DarkroomError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; wrong usage and --help leave by SystemExit."""
    options = parse(sys.argv[1:] if argv is None else argv, os.environ)
    if options.command == COMPLETION:
        sys.stdout.write(completion(options.shell))
        return Exit.OK
    display = Display(Console(stderr=True))
    clock = StoppableClock()
    try:
        client = Client(options.url, options.token, clock=clock)
    except ValueError as error:
        display.complain(str(error))
        return Exit.USAGE
    report = reporter(Console(), as_json=options.json)
    with client:
        return _run(Context(client, options, report, display, clock))


def _run(context: Context) -> Exit:
    try:
        return COMMANDS[context.options.command](context)
    except (DarkroomError, OSError) as error:
        context.display.complain(explain(error, context.options))
        return exit_for(error)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
