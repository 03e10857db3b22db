"""The command line: arguments in, exit code out."""

import argparse
from collections.abc import Mapping, Sequence

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

import ops
from chalicelib.errors import DarkroomError
from ops import backfill, cost, deploy, destroy, diff, outputs, package, redrive, token, webhook
from ops.display import Display
from ops.exits import EXIT_CODES, Exit
from ops.problems import explain


def main(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Run one command line; wrong usage and --help leave by SystemExit."""
    arguments = _parser().parse_args(argv)
    display = Display(Console(), Console(stderr=True))
    try:
        return Exit(arguments.run(arguments, env, display))
    except (DarkroomError, BotoCoreError, ClientError) as error:
        display.complain(explain(error))
        return Exit.FAILED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops", description=ops.__doc__)
    commands = parser.add_subparsers(required=True)
    for command in (deploy, diff, outputs, destroy, backfill, cost, package, redrive, token, webhook):
        name = command.__name__.rpartition(".")[2]
        summary, _, _ = (command.__doc__ or "").partition("\n")
        subparser = commands.add_parser(
            name,
            help=summary,
            description=summary,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run, usage_error=subparser.error)
    return parser
