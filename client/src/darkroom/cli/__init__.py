"""The `darkroom` command."""

import os
import sys
from collections.abc import Sequence

from rich.console import Console

from darkroom.cli.arguments import COMPLETION, completion, parse
from darkroom.cli.cancellation import CancellableClock
from darkroom.cli.commands import COMMANDS
from darkroom.cli.context import Context
from darkroom.cli.exit_codes import ExitCode, exit_code_for
from darkroom.cli.hints import explain
from darkroom.cli.output import create_reporter
from darkroom.cli.printing import replace_unencodable_output
from darkroom.cli.progress import Display
from darkroom.client import Client
from darkroom.errors import DarkroomError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code. Invalid usage and --help raise SystemExit."""
    options = parse(sys.argv[1:] if argv is None else argv, os.environ)
    if options.command == COMPLETION:
        sys.stdout.write(completion(options.shell))
        return ExitCode.OK
    replace_unencodable_output()
    display = Display(Console(stderr=True))
    clock = CancellableClock()
    try:
        client = Client(options.url, options.token, clock=clock)
    except ValueError as error:
        display.error(str(error))
        return ExitCode.USAGE
    reporter = create_reporter(Console(), as_json=options.json)
    with client:
        return _run(Context(client, options, reporter, display, clock))


def _run(context: Context) -> ExitCode:
    try:
        return COMMANDS[context.options.command](context)
    except (DarkroomError, OSError) as error:
        context.display.error(explain(error, context.options))
        return exit_code_for(error)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
